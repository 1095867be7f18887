import { zoneSpelling } from '../../../../shared/local-time.ts'
import { zoneOfName } from '../../../../shared/time-zones.ts'
import { CITIES, CUT, POSTCODES, SUBDIVISIONS } from './subdivisions.ts'

/** Countries with one time zone on land: ISO 3166 codes of two and three letters, the zone, English and own names. */
const ONE_ZONE = `
JP JPN Asia/Tokyo Japan=日本|KR KOR Asia/Seoul South Korea=Korea|CN CHN Asia/Shanghai China=中国|TW TWN Asia/Taipei Taiwan
HK HKG Asia/Hong_Kong Hong Kong|SG SGP Asia/Singapore Singapore|IN IND Asia/Kolkata India|TH THA Asia/Bangkok Thailand
VN VNM Asia/Ho_Chi_Minh Vietnam=Viet Nam|PH PHL Asia/Manila Philippines|MY MYS Asia/Kuala_Lumpur Malaysia
PK PAK Asia/Karachi Pakistan|BD BGD Asia/Dhaka Bangladesh|LK LKA Asia/Colombo Sri Lanka|NP NPL Asia/Kathmandu Nepal
AE ARE Asia/Dubai United Arab Emirates|SA SAU Asia/Riyadh Saudi Arabia|IL ISR Asia/Jerusalem Israel|QA QAT Asia/Qatar Qatar
TR TUR Europe/Istanbul Turkey=Türkiye|EG EGY Africa/Cairo Egypt|ZA ZAF Africa/Johannesburg South Africa
NG NGA Africa/Lagos Nigeria|KE KEN Africa/Nairobi Kenya|MA MAR Africa/Casablanca Morocco|TN TUN Africa/Tunis Tunisia
GB GBR Europe/London United Kingdom=Great Britain=UK=England=Scotland=Wales|IE IRL Europe/Dublin Ireland=Éire
FR FRA Europe/Paris France|DE DEU Europe/Berlin Germany=Deutschland|AT AUT Europe/Vienna Austria=Österreich
CH CHE Europe/Zurich Switzerland=Schweiz=Suisse=Svizzera|IT ITA Europe/Rome Italy=Italia
NL NLD Europe/Amsterdam Netherlands=The Netherlands=Nederland|BE BEL Europe/Brussels Belgium=België=Belgique
LU LUX Europe/Luxembourg Luxembourg|DK DNK Europe/Copenhagen Denmark=Danmark|SE SWE Europe/Stockholm Sweden=Sverige
NO NOR Europe/Oslo Norway=Norge|FI FIN Europe/Helsinki Finland=Suomi|IS ISL Atlantic/Reykjavik Iceland=Ísland
PL POL Europe/Warsaw Poland=Polska|CZ CZE Europe/Prague Czechia=Czech Republic=Česko|SK SVK Europe/Bratislava Slovakia
HU HUN Europe/Budapest Hungary=Magyarország|RO ROU Europe/Bucharest Romania|BG BGR Europe/Sofia Bulgaria
GR GRC Europe/Athens Greece|HR HRV Europe/Zagreb Croatia=Hrvatska|SI SVN Europe/Ljubljana Slovenia|MT MLT Europe/Malta Malta
RS SRB Europe/Belgrade Serbia|EE EST Europe/Tallinn Estonia=Eesti|LV LVA Europe/Riga Latvia|LT LTU Europe/Vilnius Lithuania
UA UKR Europe/Kyiv Ukraine|AR ARG America/Argentina/Buenos_Aires Argentina|CO COL America/Bogota Colombia
PE PER America/Lima Peru=Perú`

/** Countries with several, of which states, cities or postal codes may settle the zone. */
const SEVERAL = `
US USA United States=United States of America=U.S.A.=U.S.|CA CAN Canada|AU AUS Australia|BR BRA Brazil=Brasil
MX MEX Mexico=México|RU RUS Russia=Russian Federation|ID IDN Indonesia|NZ NZL New Zealand|ES ESP Spain=España
PT PRT Portugal|CL CHL Chile`

const entries = (text: string): string[] => text.trim().split(/[|\n]/)

/** One spelling for comparison: no accents, no full stops, one blank. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase()

const ZONES = new Map(
  entries(ONE_ZONE).flatMap(line => {
    const [two = '', three = '', zone = '', ...words] = line.split(' ')
    return [two, three, ...words.join(' ').split('=')].map(name => [folded(name), zone] as const)
  }),
)

const LARGE = new Map(
  entries(SEVERAL).flatMap(line => {
    const [two = '', three = '', ...words] = line.split(' ')
    return [two, three, ...words.join(' ').split('=')].map(name => [folded(name), two] as const)
  }),
)

/** `TX Texas, FL Florida`: pairs of a code and a name. */
const coded = (text: string): (readonly [code: string, name: string])[] =>
  text.split(', ').map(state => [state.slice(0, state.indexOf(' ')), state.slice(state.indexOf(' ') + 1)])

/** Every way to write the states of a country that have one zone, folded, with that zone. */
const STATES = new Map(
  Object.entries(SUBDIVISIONS).map(([country, zones]) => [
    country,
    new Map(
      Object.entries(zones).flatMap(([zone, all]) =>
        coded(all).flatMap(([code, name]) =>
          [code, `${country}-${code}`, name].map(one => [folded(one), zone] as const),
        ),
      ),
    ),
  ]),
)

/** The codes of states that a border of zones cuts, by every way to write them. */
const CUT_CODES = new Map(
  Object.entries(CUT).map(([country, all]) => [
    country,
    new Map(
      coded(all).flatMap(([code, name]) => [code, `${country}-${code}`, name].map(one => [folded(one), code] as const)),
    ),
  ]),
)

const TOWNS = new Map(
  Object.entries(CITIES).map(([country, zones]) => [
    country,
    Object.entries(zones).flatMap(([zone, all]) =>
      all.split(', ').map(city => {
        const cut = city.lastIndexOf(' ')
        return { name: folded(city.slice(0, cut)), state: city.slice(cut + 1), zone }
      }),
    ),
  ]),
)

/** The zone within a country that has several, by what else is known of the place; null where more than one is left. */
function zoneWithin(country: string, parts: readonly string[]): string | null {
  for (const part of parts) {
    const zone = STATES.get(country)?.get(part) ?? POSTCODES[country]?.find(([code]) => code.test(part))?.[1]
    if (zone !== undefined) return zone
  }
  const city = TOWNS.get(country)?.find(({ name }) => parts.includes(name))
  const codes = CUT_CODES.get(country)
  if (!city || !codes) return city?.zone ?? null
  // Jacksonville lies in Texas too: whatever else is told of the place must speak for the state of the city.
  const others = parts.filter(part => part !== city.name && !/\d/.test(part))
  return others.every(part => codes.get(part) === city.state) ? city.zone : null
}

/** Two letters that are a country and a state at once, such as DE: of “Wilmington, DE” nobody knows which is meant. */
const isState = (part: string): boolean => [...STATES.values(), ...CUT_CODES.values()].some(states => states.has(part))

/** What is told first names the country, or the zone itself. */
function zoneBeside(first: string, rest: readonly string[]): string | null {
  const subdivision = /^([A-Z]{2})-([A-Z0-9]{1,3})$/.exec(folded(first))
  const [, country = folded(first), state = ''] = subdivision ?? []
  const one = ZONES.get(country)
  if (one !== undefined) return one
  const large = LARGE.get(country)
  if (large !== undefined)
    return zoneWithin(
      large,
      [state, ...rest.map(folded)].filter(part => part !== ''),
    )
  return zoneSpelling(zoneOfName(first) ?? first)
}

/**
 * The zone of a place: the name of a zone; a country that has one; or a country that has several beside its state, a postal
 * code or a large city, as `['US', 'TX', 'Austin']` or `Austin, TX, US`. Null where more than one is left.
 */
export function zoneOfPlace(place: string | readonly string[]): string | null {
  const parts = (typeof place === 'string' ? [place] : place).map(part => part.trim()).filter(part => part !== '')
  const [first = '', ...rest] = parts
  if (rest.length > 0 || !first.includes(',')) return first === '' ? null : zoneBeside(first, rest)
  const [last = '', ...others] = first
    .split(',')
    .map(part => part.trim())
    .reverse()
  return others.length === 1 && isState(folded(last)) ? null : zoneBeside(last, others)
}

/** The zone that a mapping names outright, as `Europe/Berlin` or `'Europe/Berlin'`; undefined for any other expression. */
export function fixedPlace(expression: string): string | undefined {
  const quoted = /^'([^'\\]+)'$/.exec(expression.trim())?.[1]
  if (quoted !== undefined) return quoted
  return /^(UTC|[A-Z][A-Za-z]+\/[A-Za-z0-9_/+-]+)$/.test(expression) && zoneSpelling(expression) !== null
    ? expression
    : undefined
}
