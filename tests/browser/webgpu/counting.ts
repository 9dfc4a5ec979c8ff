/** Calls of a method since the count began. */
export interface Count {
  calls: number;
}

/** Counts the calls of a method on all objects of a type, from now on. */
export function countCalls(type: { readonly prototype: object }, method: string): Count {
  const count = { calls: 0 };
  const original = Reflect.get(type.prototype, method) as unknown;
  if (typeof original !== 'function') throw new Error(`There is no method ${method} to count.`);
  Reflect.set(type.prototype, method, function (this: unknown, ...args: unknown[]): unknown {
    count.calls += 1;
    const result: unknown = Reflect.apply(original, this, args);
    return result;
  });
  return count;
}
