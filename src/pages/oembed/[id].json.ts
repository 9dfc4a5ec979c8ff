/** `/oembed/ID.json`: what a site that speaks oEmbed needs to show an example. One file each, since nothing runs on the host. */
import type { APIRoute } from 'astro';
import { experimentIds, experimentOf, type ExperimentId } from '../../lib/experiments/registry.ts';
import { frameCode, frameHeight } from '../../lib/site/embed.ts';
import { placesOf } from '../../lib/site/places.ts';
import { withBase } from '../../lib/site/href.ts';

export const getStaticPaths = () => experimentIds.map((id) => ({ params: { id }, props: { id } }));

/** Width of the frame where a host asks for a number. */
const frameWidth = 720;

export const GET: APIRoute<{ id: ExperimentId }> = ({ props: { id }, site }) => {
  const experiment = experimentOf(id);
  const absolute = (path: string): string => new URL(withBase(import.meta.env.BASE_URL, path), site).href;
  return Response.json({
    version: '1.0',
    type: 'rich',
    title: experiment.title,
    provider_name: 'Deep, and Trainable',
    provider_url: absolute('/'),
    html: frameCode(absolute(placesOf(id, experiment).embed), experiment.title),
    width: frameWidth,
    height: frameHeight,
  });
};
