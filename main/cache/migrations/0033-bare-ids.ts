/** Soft hyphen, zero-width signs and marks of direction, word joiner, byte order mark: what ids are read without. */
const UNSEEN = [0xad, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfeff].map(code => `char(${code})`)
const seen = UNSEEN.reduce((text, sign) => `replace(${text}, ${sign}, '')`, 'external_id')
const bare = `CASE WHEN seen GLOB '="*"' THEN substr(seen, 3, length(seen) - 3)
  WHEN seen GLOB '''[0-9+]*' THEN substr(seen, 2) ELSE seen END`
const isWrapped = `external_id GLOB '="*"' OR external_id GLOB '''[0-9+]*'
  OR external_id GLOB '*[' || ${UNSEEN.join(' || ')} || ']*'`

/**
 * Ids that a spreadsheet wrapped (`="007"`) are read without their wrapping now. Records that were kept under the wrapped id
 * get the bare one, so that the next reading finds them and makes no second ones. Where both are known already, both stay.
 * The uid of an account never changes.
 */
const unwrapped = (table: string): string => `
UPDATE OR IGNORE ${table} SET external_id = (SELECT ${bare} FROM (SELECT ${seen} AS seen)) WHERE ${isWrapped};`

export const sql = ['account_key', 'contact', 'object', 'event'].map(unwrapped).join('')
