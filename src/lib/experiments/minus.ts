/** Text with minus signs in place of the hyphens that stand before numbers and between terms: "at most −6.94", "3 (n − 1)". */
export const withMinusSigns = (text: string): string => text.replaceAll(/(?<=^|[\s(])-(?=[\d\s])/g, '−');
