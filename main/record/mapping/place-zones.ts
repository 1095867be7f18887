import { zoneSpelling } from '../../../shared/local-time.ts'
import { zoneOfName } from '../../../shared/time-zones.ts'

/** Countries with one time zone on land, by ISO 3166 (two and three letters). Those with several are left out. */
const COUNTRIES = `
JP JPN Asia/Tokyo|KR KOR Asia/Seoul|CN CHN Asia/Shanghai|TW TWN Asia/Taipei|HK HKG Asia/Hong_Kong|SG SGP Asia/Singapore
IN IND Asia/Kolkata|TH THA Asia/Bangkok|VN VNM Asia/Ho_Chi_Minh|PH PHL Asia/Manila|MY MYS Asia/Kuala_Lumpur
PK PAK Asia/Karachi|BD BGD Asia/Dhaka|LK LKA Asia/Colombo|AE ARE Asia/Dubai|SA SAU Asia/Riyadh|IL ISR Asia/Jerusalem
TR TUR Europe/Istanbul|EG EGY Africa/Cairo|ZA ZAF Africa/Johannesburg|NG NGA Africa/Lagos|KE KEN Africa/Nairobi
MA MAR Africa/Casablanca|TN TUN Africa/Tunis|GB GBR Europe/London|IE IRL Europe/Dublin|FR FRA Europe/Paris
DE DEU Europe/Berlin|AT AUT Europe/Vienna|CH CHE Europe/Zurich|IT ITA Europe/Rome|NL NLD Europe/Amsterdam
BE BEL Europe/Brussels|LU LUX Europe/Luxembourg|DK DNK Europe/Copenhagen|SE SWE Europe/Stockholm|NO NOR Europe/Oslo
FI FIN Europe/Helsinki|IS ISL Atlantic/Reykjavik|PL POL Europe/Warsaw|CZ CZE Europe/Prague|SK SVK Europe/Bratislava
HU HUN Europe/Budapest|RO ROU Europe/Bucharest|BG BGR Europe/Sofia|GR GRC Europe/Athens|HR HRV Europe/Zagreb
SI SVN Europe/Ljubljana|RS SRB Europe/Belgrade|EE EST Europe/Tallinn|LV LVA Europe/Riga|LT LTU Europe/Vilnius
UA UKR Europe/Kyiv|AR ARG America/Argentina/Buenos_Aires|CO COL America/Bogota|PE PER America/Lima`

const ZONES = new Map(
  COUNTRIES.trim()
    .split(/[|\n]/)
    .flatMap(line => {
      const [two = '', three = '', zone = ''] = line.split(' ')
      return [[two, zone] as const, [three, zone] as const]
    }),
)

/** The zone of a place, which is named by a zone or by a country that has one only; null where that is not certain. */
export const zoneOfPlace = (place: string): string | null =>
  ZONES.get(place.trim().toUpperCase()) ?? zoneSpelling(zoneOfName(place) ?? place.trim())

const OFFSET = /(z|utc|gmt|[+-]\d{2}(:?\d{2})?)$/i

/** Whether a text says a time of day and no zone. */
export const isWallClock = (text: string): boolean => /\d:\d{2}/.test(text) && !OFFSET.test(text)
