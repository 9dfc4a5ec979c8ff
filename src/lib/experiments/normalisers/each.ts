import { every, type Finding } from '../claims.ts';

export const nameOf = (kind: string): string => (kind === 'rms' ? 'RMS' : kind);

/** A test of each of these normalisations, whose names stand before their numbers. */
export function each<T>(arms: Readonly<Record<string, T>>, test: (arm: T) => Finding): Finding {
  return every(
    ...Object.entries(arms).map(([kind, arm]) => {
      const { held, evidence } = test(arm);
      return { held, evidence: `${nameOf(kind)} ${evidence}` };
    }),
  );
}
