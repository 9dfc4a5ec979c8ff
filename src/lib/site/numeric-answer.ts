/** What a field for a number asks for. */
export interface NumericQuestion {
  readonly value: number;
  /** Greatest distance that counts as right: of the value (0.02 is 2 %), or in the answer's own unit. Neither: exactly. */
  readonly tolerance?: number | undefined;
  readonly absolute?: number | undefined;
  /** Names of the unit, the first of them the one that is shown; empty for a pure number. */
  readonly units: readonly string[];
}

export interface NumericVerdict {
  /** Undefined where the text could not be read as an answer, so that nothing was judged. */
  readonly right: boolean | undefined;
  /** For the reader; never tells the answer. */
  readonly words: string;
}

/** What a text says. A comma can divide thousands or begin the decimals, so that there may be two readings; the likelier comes first. */
interface Reading {
  readonly values: readonly number[];
  readonly unit: string;
}

export const howToWrite = 'Write it like 0.001, 1e-3, 1 × 10^-3, 1/1000, 2^-10 or 0.1 %.';

const numeral = String.raw`[+-]?(?:\d[\d,.]*|[.,]\d+)(?:e[+-]?\d+)?`;
const power = String.raw`(${numeral})(?:\^(${numeral}))?`;
const answer = new RegExp(String.raw`^${power}(?:/${power})?(?![\d.,])(.*)$`);

/** Names for "so many times as much", which is no unit. */
const pure = new Set(['', 'x', '×', 'time', 'times', 'fold', '-fold']);
const perCent = new Set(['%', 'percent', 'per cent']);

/** Undefined where the text is no number. Accepts what `howToWrite` says, with a unit behind it. */
export function readNumber(text: string): Reading | undefined {
  const found = answer.exec(plainly(text));
  if (found === null) return undefined;
  const [, base = '', exponent, divisor, divisorExponent, rest = ''] = found;
  const unit = rest.trim();
  // A unit has letters or is a sign; what calculates on is none.
  if (/[\d^*=+()]|^[-/]|^e$/i.test(unit) && !pure.has(unit)) return undefined;
  const values = combined(
    raised(base, exponent),
    divisor === undefined ? [1] : raised(divisor, divisorExponent),
    (a, b) => a / b,
  );
  return values.every(Number.isFinite) && values.length > 0 ? { values, unit } : undefined;
}

/** With one way to write signs, powers and powers of ten, and without spaces between digits. */
function plainly(text: string): string {
  return text
    .trim()
    .replace(/^[=≈~]\s*/, '')
    .replace(/[−–]/g, '-')
    .replace(
      /[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+/g,
      (raised) => `^${[...raised].map((sign) => '+-0123456789'['⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign)]).join('')}`,
    )
    .replace(/(?<=\d)\s(?=\d{3}(?!\d))/g, '')
    .replace(/\s*(?:\^|\*\*)\s*\(?\s*([+-]?[\d.,]+)\s*\)?/g, '^$1')
    .replace(/\s*[×·*x]\s*10\^([+-]?\d+)/gi, 'e$1')
    .replace(/\s*\/\s*(?=\d)/g, '/')
    .replace(/(?<=\d)E(?=[+-]?\d)/g, 'e');
}

const raised = (base: string, exponent: string | undefined): number[] =>
  exponent === undefined ? readings(base) : combined(readings(base), readings(exponent), (a, b) => a ** b);

const combined = (first: readonly number[], second: readonly number[], join: (a: number, b: number) => number): number[] =>
  first.flatMap((a) => second.map((b) => join(a, b)));

/** "1,440" is 1440, or 1.44; "0,37" is 0.37; "1.234,5" and "1,234.5" are one number each; "1.2.3" is none. */
function readings(written: string): number[] {
  const isOne = (text: string): boolean => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(text);
  const inThousands = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(written) ? [written.replaceAll(',', '')] : [];
  const inPoints = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+,\d+/.test(written) ? written.replaceAll('.', '') : written;
  return [...new Set([...inThousands, inPoints.replace(',', '.')])].filter(isOne).map(Number);
}

/** "within 2 %", "within 0.01 nats" or "exactly": for the reader, beside the field. */
export function precisionInWords({ tolerance, absolute, units }: Omit<NumericQuestion, 'value'>): string {
  const unit = units[0] === undefined ? '' : ` ${units[0]}`;
  if (absolute !== undefined) return `within ${absolute}${unit}`;
  return tolerance === undefined ? 'exactly' : `within ${Number((100 * tolerance).toPrecision(3))} %`;
}

/** Judges what a reader has written. */
export function judge(text: string, question: NumericQuestion): NumericVerdict {
  const reading = readNumber(text);
  if (reading === undefined) return { right: undefined, words: `This cannot be read as a number. ${howToWrite}` };
  const { units } = question;
  const isPerCent = perCent.has(reading.unit.toLowerCase());
  const expectsPerCent = units.some((one) => perCent.has(one));
  const unit = nameOf(reading.unit);
  const fits = units.map(nameOf).includes(unit) || (isPerCent && (units.length === 0 || expectsPerCent));
  if (!fits && !pure.has(unit)) {
    const words =
      units[0] === undefined
        ? `The answer is a pure number: “${reading.unit}” does not belong to it.`
        : `The answer is asked for in ${units[0]}, not in “${reading.unit}”.`;
    return { right: undefined, words };
  }
  const values = isPerCent && !expectsPerCent ? reading.values.map((value) => value / 100) : reading.values;
  if (values.some((value) => isNear(value, question))) return { right: true, words: 'Right.' };
  return { right: false, words: difference(values[0] ?? NaN, question) };
}

/** "Steps" and "step" are one. */
const nameOf = (unit: string): string =>
  unit
    .toLowerCase()
    .replace(/[.\s]/g, '')
    .replace(/(?<=..)s$/, '');

function isNear(given: number, { value, tolerance = 0, absolute }: NumericQuestion): boolean {
  // What is typed, or computed in another order, differs in the last digits.
  const rounding = 1e-9 * Math.abs(value);
  return Math.abs(given - value) <= (absolute ?? tolerance * Math.abs(value)) + rounding;
}

/** How a wrong number differs from the right one, as far as that helps without telling it. */
function difference(given: number, question: NumericQuestion): string {
  const { value, units } = question;
  const near = (other: number): boolean => isNear(other, question);
  if (given === 0) return 'It is not zero.';
  if (near(-given)) return 'The size is right, the sign is not.';
  if (value === 0) return 'Not right.';
  const ratio = given / value;
  if (ratio < 0) return 'It has the other sign, and another size.';
  const orders = Math.log10(ratio);
  const tens = Math.round(orders);
  if (tens !== 0 && near(given / 10 ** tens)) {
    return Math.abs(tens) === 2 && units.every((unit) => perCent.has(unit))
      ? 'The digits are right, but it is off by a factor of 100. Is it a matter of per cent?'
      : 'The digits are right, the power of ten is not.';
  }
  if (near(1 / given)) return 'This is the reciprocal: it has to be divided the other way round.';
  if (near(2 * given) || near(given / 2)) return 'It is off by a factor of two.';
  if (near(Math.sqrt(Math.abs(given)))) return 'This is its square.';
  if (near(given ** 2)) return 'This is its square root.';
  if (precisionInWords(question) === 'exactly' && near(given - Math.sign(given - value))) return 'It is off by one.';
  if (Math.abs(ratio - 1) <= Math.max(0.1, 5 * (question.tolerance ?? 0))) {
    return `Close, but not right ${precisionInWords(question)}. Carry more digits, or look for a small term that is missing.`;
  }
  const side = ratio > 1 ? 'Too large' : 'Too small';
  const size = Math.round(Math.abs(orders));
  if (size === 0) return `${side}, by less than half an order of magnitude.`;
  return `${side}, by about ${size === 1 ? 'one order' : `${size} orders`} of magnitude.`;
}
