/**
 * A colour as one number of five digits at most, such that a recording keeps it whole: 5 bits of red, 6 of green and 5 of blue.
 *
 * @param channels red, green and blue, from 0 to 255; what lies outside is cut off.
 */
export function packColour([red = 0, green = 0, blue = 0]: readonly number[]): number {
  const part = (value: number, most: number): number => Math.round((Math.min(255, Math.max(0, value)) * most) / 255);
  return part(red, 31) * 2048 + part(green, 63) * 32 + part(blue, 31);
}

/** Red, green and blue, from 0 to 255. */
export function unpackColour(packed: number): readonly [number, number, number] {
  const whole = (part: number, most: number): number => Math.round((part * 255) / most);
  return [whole(Math.floor(packed / 2048), 31), whole(Math.floor(packed / 32) % 64, 63), whole(packed % 32, 31)];
}
