/** `Feature Name` and `featureName` are `feature_name`. The dot of a Turkish capital İ and the vowels of Hindi divide nothing. */
export const snake = (name: string): string =>
  name
    .replaceAll('İ', 'I')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
