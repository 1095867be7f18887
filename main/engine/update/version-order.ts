/** A version as semver.org has it, without build metadata: two builds of one version would have no order. */
const VERSION =
  /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([0-9a-z-]{1,32}(?:\.[0-9a-z-]{1,32}){0,7}))?$/i

/** Whether a text is a version that can be put in order. */
export function isVersion(text: string): boolean {
  const before = VERSION.exec(text)?.[4]
  return VERSION.test(text) && !(before ?? '').split('.').some(part => /^0\d+$/.test(part))
}

/** Less than 0 where `a` is older than `b`. A pre-release is older than its release. */
export function compareVersions(a: string, b: string): number {
  const [ours, theirs] = [VERSION.exec(a), VERSION.exec(b)]
  if (!ours || !theirs) throw new Error(`not a version: ${ours ? b : a}`)
  for (const at of [1, 2, 3]) {
    const difference = Number(ours[at]) - Number(theirs[at])
    if (difference !== 0) return difference
  }
  return comparePreReleases(ours[4], theirs[4])
}

function comparePreReleases(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  const [ours, theirs] = [a.split('.'), b.split('.')]
  for (const [at, part] of ours.entries()) {
    const other = theirs[at]
    if (other === undefined) return 1
    if (part !== other) return compareParts(part, other)
  }
  return ours.length - theirs.length
}

/** Numbers by their value and before words, words by their letters. */
function compareParts(a: string, b: string): number {
  const [ours, theirs] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (ours && theirs) return a.length - b.length || (a < b ? -1 : 1)
  if (ours || theirs) return ours ? -1 : 1
  return a < b ? -1 : 1
}
