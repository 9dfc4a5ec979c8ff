/** What Python keeps for itself, and what the translation and the printed script use under these names. */
const reserved = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield ' +
    'abs all any bool dict enumerate filter float int len list map math max min next range reversed round set sorted str sum tuple zip ' +
    'Claim Record found item otherwise place_of reduce arms p'
  ).split(' '),
);

/** A name that Python may give to a variable or function of ours: `firstLayer` is `first_layer`, and `from` is `from_`. */
export function pythonName(name: string): string {
  const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return reserved.has(snake) ? `${snake}_` : snake;
}

/** A property of a record; its name stays as it is, since data go by it. */
export const property = (object: string, name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) && !reserved.has(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;
