const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Three digits, whole thousands to the unit, or two and a power of ten: short enough for a column of a phone. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 999.5 && size < 1e5) return Math.round(value).toLocaleString('en-GB').replace('-', '−');
  if (size === 0 || (size >= 1e-3 && size < 999.5)) return String(Number(value.toPrecision(3))).replace('-', '−');
  const [digits = '', exponent = ''] = value.toExponential(1).split('e');
  const power = [...exponent].map((sign) => (sign === '-' ? '⁻' : (superscripts[Number(sign)] ?? ''))).join('');
  return `${digits.replace('-', '−')}·10${power}`;
}
