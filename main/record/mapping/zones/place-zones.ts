import { zoneSpelling } from '../../../../shared/local-time.ts'
import { countryCode, foldedPlace } from '../../../../shared/place/country.ts'
import { zoneOfName } from '../../../../shared/time-zones.ts'
import { CITIES, CUT, POSTCODES, SUBDIVISIONS } from './subdivisions.ts'

/** Countries with one time zone on land. */
const ONE_ZONE = `
JP Asia/Tokyo|KR Asia/Seoul|CN Asia/Shanghai|TW Asia/Taipei|HK Asia/Hong_Kong|SG Asia/Singapore|IN Asia/Kolkata
TH Asia/Bangkok|VN Asia/Ho_Chi_Minh|PH Asia/Manila|MY Asia/Kuala_Lumpur|PK Asia/Karachi|BD Asia/Dhaka|LK Asia/Colombo
NP Asia/Kathmandu|AE Asia/Dubai|SA Asia/Riyadh|IL Asia/Jerusalem|QA Asia/Qatar|TR Europe/Istanbul|EG Africa/Cairo
ZA Africa/Johannesburg|NG Africa/Lagos|KE Africa/Nairobi|MA Africa/Casablanca|TN Africa/Tunis|GB Europe/London
IE Europe/Dublin|FR Europe/Paris|DE Europe/Berlin|AT Europe/Vienna|CH Europe/Zurich|IT Europe/Rome|NL Europe/Amsterdam
BE Europe/Brussels|LU Europe/Luxembourg|DK Europe/Copenhagen|SE Europe/Stockholm|NO Europe/Oslo|FI Europe/Helsinki
IS Atlantic/Reykjavik|PL Europe/Warsaw|CZ Europe/Prague|SK Europe/Bratislava|HU Europe/Budapest|RO Europe/Bucharest
BG Europe/Sofia|GR Europe/Athens|HR Europe/Zagreb|SI Europe/Ljubljana|MT Europe/Malta|RS Europe/Belgrade
EE Europe/Tallinn|LV Europe/Riga|LT Europe/Vilnius|UA Europe/Kyiv|AR America/Argentina/Buenos_Aires|CO America/Bogota
PE America/Lima`

/** Countries with several, of which states, cities or postal codes may settle the zone. */
const SEVERAL: ReadonlySet<string> = new Set('US CA AU BR MX RU ID NZ ES PT CL'.split(' '))

const ZONES = new Map(
  ONE_ZONE.trim()
    .split(/[|\n]/)
    .map(line => line.split(' ') as [string, string]),
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
          [code, `${country}-${code}`, name].map(one => [foldedPlace(one), zone] as const),
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
      coded(all).flatMap(([code, name]) =>
        [code, `${country}-${code}`, name].map(one => [foldedPlace(one), code] as const),
      ),
    ),
  ]),
)

const TOWNS = new Map(
  Object.entries(CITIES).map(([country, zones]) => [
    country,
    Object.entries(zones).flatMap(([zone, all]) =>
      all.split(', ').map(city => {
        const cut = city.lastIndexOf(' ')
        return { name: foldedPlace(city.slice(0, cut)), state: city.slice(cut + 1), zone }
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
  const subdivision = /^([A-Z]{2})-([A-Z0-9]{1,3})$/.exec(foldedPlace(first))
  const [, named = first, state = ''] = subdivision ?? []
  const country = countryCode(named) ?? ''
  const one = ZONES.get(country)
  if (one !== undefined) return one
  if (SEVERAL.has(country))
    return zoneWithin(
      country,
      [state, ...rest.map(foldedPlace)].filter(part => part !== ''),
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
  return others.length === 1 && isState(foldedPlace(last)) ? null : zoneBeside(last, others)
}

/** The zone that a mapping names outright, as `Europe/Berlin` or `'Europe/Berlin'`; undefined for any other expression. */
export function fixedPlace(expression: string): string | undefined {
  const quoted = /^'([^'\\]+)'$/.exec(expression.trim())?.[1]
  if (quoted !== undefined) return quoted
  return /^(UTC|[A-Z][A-Za-z]+\/[A-Za-z0-9_/+-]+)$/.test(expression) && zoneSpelling(expression) !== null
    ? expression
    : undefined
}
