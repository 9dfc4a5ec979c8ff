/** How a venue, as the bibliography prints it, is told to BibTeX. */
export interface VenueFields {
  readonly type: 'article' | 'inproceedings' | 'book' | 'mastersthesis' | 'phdthesis' | 'techreport' | 'misc';
  readonly fields: readonly (readonly [name: string, value: string | undefined])[];
}

const conferences: Readonly<Record<string, string>> = {
  AISTATS: 'International Conference on Artificial Intelligence and Statistics (AISTATS)',
  COLT: 'Conference on Learning Theory (COLT)',
  CVPR: 'IEEE Conference on Computer Vision and Pattern Recognition (CVPR)',
  'CVPR workshops': 'IEEE Conference on Computer Vision and Pattern Recognition (CVPR) Workshops',
  ECCV: 'European Conference on Computer Vision (ECCV)',
  FOCS: 'IEEE Symposium on Foundations of Computer Science (FOCS)',
  ICCV: 'IEEE International Conference on Computer Vision (ICCV)',
  'ICCV workshops': 'IEEE International Conference on Computer Vision (ICCV) Workshops',
  ICLR: 'International Conference on Learning Representations (ICLR)',
  ICML: 'International Conference on Machine Learning (ICML)',
  'ICML Deep Learning Workshop': 'ICML Deep Learning Workshop',
  'Neural networks: tricks of the trade': 'Neural Networks: Tricks of the Trade',
  NeurIPS: 'Advances in Neural Information Processing Systems (NeurIPS)',
  NIPS: 'Advances in Neural Information Processing Systems (NIPS)',
  STOC: 'ACM Symposium on Theory of Computing (STOC)',
};

/** Journals that are cited without a volume; one with a volume is known by it. */
const journals: readonly string[] = ['International Journal of Computer Vision', 'Proceedings of the IEEE'];
const publishers: readonly string[] = ['Determination Press'];
/** What appeared in no venue of these kinds. */
const others: readonly string[] = [
  'arXiv',
  'DeepLearningAI, video',
  'GitHub repository',
  'PyTorch documentation',
  'Stanford University',
];

const pagesAtEnd = /, (\d+)–(\d+)$/;
const seriesAtEnd = /, (PMLR) (\d+)(?:\((\d+)\))?$/;
const volumeAtEnd = /^(.+?) (\d+)(?:\((\d+)\))?$/;

/**
 * Sorts a venue such as "CVPR, 770–778", "ICML, PMLR 28(3)" or "Neural Computation 9(8), 1735–1780".
 *
 * @throws Error for one that it does not know, which would else appear as an entry of the wrong type.
 */
export function venueFields(venue: string): VenueFields {
  const pages = pagesAtEnd.exec(venue);
  const withoutPages = venue.replace(pagesAtEnd, '');
  const pageField = ['pages', pages === null ? undefined : `${pages[1]}–${pages[2]}`] as const;

  const series = seriesAtEnd.exec(withoutPages);
  const name = withoutPages.replace(seriesAtEnd, '');
  const conference = conferences[name];
  if (conference !== undefined) {
    const place = [
      ['series', series?.[1]],
      ['volume', series?.[2]],
      ['number', series?.[3]],
    ] as const;
    return { type: 'inproceedings', fields: [['booktitle', conference], ...place, pageField] };
  }

  const volume = volumeAtEnd.exec(withoutPages);
  if (volume !== null || journals.includes(name)) {
    return {
      type: 'article',
      fields: [['journal', volume?.[1] ?? name], ['volume', volume?.[2]], ['number', volume?.[3]], pageField],
    };
  }

  const [, report, institution] = /^(Technical report), (.+)$/.exec(venue) ?? [];
  if (report !== undefined) return { type: 'techreport', fields: [['institution', institution]] };
  const [, thesis, school] = /^(\S+ thesis), (.+)$/.exec(venue) ?? [];
  if (thesis === 'PhD thesis') return { type: 'phdthesis', fields: [['school', school]] };
  if (thesis !== undefined)
    return {
      type: 'mastersthesis',
      fields: [
        ['type', thesis],
        ['school', school],
      ],
    };
  if (publishers.includes(venue)) return { type: 'book', fields: [['publisher', venue]] };
  // arXiv is named by the entry's eprint already.
  if (others.includes(venue)) return { type: 'misc', fields: [['howpublished', venue === 'arXiv' ? undefined : venue]] };
  throw new Error(
    `the venue "${venue}" is of no known kind; add it to the conferences, journals or others in src/lib/site/venues.ts.`,
  );
}
