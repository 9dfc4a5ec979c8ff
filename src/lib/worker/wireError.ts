import type { WireError } from './protocol.ts';

/** An error as plain data: name, message and stack survive the worker's edge. */
export function toWire(error: unknown): WireError {
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack ?? '' };
  return { name: 'Error', message: String(error), stack: '' };
}

/** The error again, on the other side, with the stack of where it arose. */
export function fromWire({ name, message, stack }: WireError): Error {
  const error = new Error(message);
  error.name = name;
  error.stack = stack;
  return error;
}
