/** Invisible characters. Ids are read without them now. */
const UNSEEN = [
  ...[0x61c, 0x180e, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2061, 0x2062, 0x2063, 0x2064],
  ...[0x2066, 0x2067, 0x2068, 0x2069, 0x206a, 0x206b, 0x206c, 0x206d, 0x206e, 0x206f],
].map(code => `char(${code})`)
const seen = UNSEEN.reduce((text, sign) => `replace(${text}, ${sign}, '')`, 'external_id')
const QUOTES = '[“”„‟«»‹›]'
const bare = `CASE WHEN seen GLOB '${QUOTES}*${QUOTES}' THEN trim(substr(seen, 2, length(seen) - 2)) ELSE seen END`

const cleared = (table: string): string => `
UPDATE OR IGNORE ${table} SET external_id = (SELECT ${bare} FROM (SELECT ${seen} AS seen))
WHERE external_id GLOB '*[' || ${UNSEEN.join(' || ')} || ']*' OR external_id GLOB '${QUOTES}*${QUOTES}';`

/**
 * A country was kept as each source writes it, so that DE, DEU and Germany were three. From now on it is the code of ISO 3166-1
 * where the name is known; an account that stands for others keeps its own row in `own`. Ids are read without further signs
 * that nobody sees: records that were kept under such an id get the bare one, as in 0033.
 */
export const sql = `
UPDATE account SET country = country_code(country) WHERE country_code(country) IS NOT NULL;
UPDATE account SET own = json_set(own, '$.country', country_code(own ->> '$.country'))
WHERE own IS NOT NULL AND country_code(own ->> '$.country') IS NOT NULL;
${['account_key', 'contact', 'object', 'event'].map(cleared).join('')}`
