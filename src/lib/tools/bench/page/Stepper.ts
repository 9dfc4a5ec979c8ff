/** A net in training on one engine. */
export interface Stepper {
  /** Asks for one more step of gradient descent, on the next of the batches. */
  step(): Promise<void> | void;
  /** Waits until all steps asked for are computed. The loss of the last one, before its update. */
  settle(): Promise<number>;
}
