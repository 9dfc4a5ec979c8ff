/**
 * What `read` gives while `isFollowed`, and else what it gave last: then nothing that `read` looks at makes anything run. Call it
 * while a component is set up; what it returns is reactive.
 */
export function followed<T>(read: () => T, isFollowed: () => boolean): () => T {
  let latest: { readonly value: T } | undefined;
  const current = $derived.by(() => {
    const isCurrent = isFollowed();
    if (isCurrent || latest === undefined) latest = { value: read() };
    return latest.value;
  });
  return () => current;
}
