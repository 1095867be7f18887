/** Where the family's name stands first; to greet by it alone would be rude. */
const FAMILY_FIRST = new Set(['hu', 'ja', 'ko', 'vi', 'zh', 'km', 'mn'])
const FAMILY_FIRST_SCRIPTS = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Before a name, without their dots. */
const TITLES = words(
  `dr prof professor mr mrs ms miss mx sir dame lord lady rev reverend fr father sr sra srta don doña doctor dra
   herr frau hr fru m mme mlle monsieur madame mademoiselle sig sigra signor signora dott dottssa ing dipl dipl-ing mag
   hon capt col gen lt sgt pan pani pr me mevr dhr`,
)
/** Behind a name, without their dots. */
const SUFFIXES = words(
  `phd md mba bsc msc ba ma bs ms jd llm llb dds dvm rn cpa cfa pmp esq jr sr ii iii iv mph edd dphil beng meng frcs obe
   mbe cbe kc qc mp pe cissp bcomm ret`,
)
/** Parts of a family's name that are no given name: `van Dyke`. */
const PARTICLES = words(`van von der den de del della di da dos du la le al el bin ibn ter ten zu zur af av`)
const COMPANY =
  /(^|[\s,.&])(gmbh|ag|kg|ohg|ug|e\.?k|ltd|limited|llc|llp|inc|corp|corporation|company|plc|s\.?a|s\.?a\.?s|s\.?a\.?r\.?l|s\.?r\.?l|s\.?l|s\.?p\.?a|b\.?v|n\.?v|oy|oyj|ab|a\/s|aps|kft|zrt|sp\. z o\.o|d\.?o\.?o|s\.?r\.?o|pty|pte|k\.k|co)\.?([\s,.&]|$)/iu
const ROLES = words(
  `support info admin administrator sales billing accounts accounting office team contact hello help helpdesk service
   noreply no-reply webmaster postmaster hr marketing press legal finance orders purchasing it ops operations security
   dept department customer reception mail customerservice kundenservice buchhaltung einkauf vertrieb kontakt rechnung
   contabilidad ventas comptabilité`,
)

const bare = (word: string): string => word.toLowerCase().replace(/[.,()]/g, '')

/** True for `support`, `Support Team` or `support@shop.example`: a mailbox of a role has no given name. */
function isRole(name: string): boolean {
  const local = name.includes('@') ? name.slice(0, name.indexOf('@')) : name
  return local
    .trim()
    .split(/[\s_.]+/)
    .map(bare)
    .some(word => ROLES.has(word))
}

/**
 * The given name to greet by, or null where it is not certain: `Ada Lovelace, PhD`, `Lovelace, Ada` and `Dr. Ada
 * Lovelace` give `Ada`. An initial, an address, a role, a company, a title with one name, and a name in a language (BCP 47
 * tag) or script that puts the family first give none.
 */
export function givenName(name: string | null, locale: string | null = null): string | null {
  const whole =
    name
      ?.normalize('NFC')
      .replace(/\([^)]*\)|["“”].*?["“”]/gu, ' ')
      .trim() ?? ''
  if (whole === '' || /[@\d/]/.test(whole) || FAMILY_FIRST_SCRIPTS.test(whole)) return null
  if (COMPANY.test(whole) || isRole(whole) || /[&+]/.test(whole)) return null
  const [before = '', ...behind] = whole.split(',').map(part => part.trim())
  const given = behind.filter(part => part !== '' && !part.split(/\s+/).every(isSuffix))
  if (given.length > 1) return null
  // A comma tells which part is whose, in every language.
  if (given[0] === undefined && FAMILY_FIRST.has(locale?.split(/[-_]/)[0]?.toLowerCase() ?? '')) return null
  const parts = (given[0] ?? before).split(/\s+/)
  const titled = TITLES.has(bare(parts[0] ?? ''))
  const names = parts.filter(
    (part, n) => !(TITLES.has(bare(part)) && parts.slice(0, n).every(one => TITLES.has(bare(one)))),
  )
  while (names.length > 1 && isSuffix(names.at(-1) ?? '')) names.pop()
  const first = names[0]
  // `Dr. Hopper`: one name behind a title is the family's.
  if (!first || (titled && names.length === 1 && given[0] === undefined)) return null
  if (PARTICLES.has(first.toLowerCase()) || /^\p{L}\.?$/u.test(first) || /^(\p{L}\.){2,}$/u.test(first)) return null
  return /^[\p{L}\p{M}][\p{L}\p{M}'’.-]*$/u.test(first) ? cased(first) : null
}

const isSuffix = (word: string): boolean => SUFFIXES.has(bare(word))

/** `ADA` and `ada` are greeted as `Ada`; `McKenna` and `DeShawn` stay as they are written. */
function cased(name: string): string {
  const shouted = name.length > 2 && name === name.toUpperCase()
  if (!shouted && name !== name.toLowerCase()) return name
  return name
    .toLowerCase()
    .replace(/(^|[-'’])(\p{L})/gu, (_, mark: string, letter: string) => mark + letter.toUpperCase())
}
