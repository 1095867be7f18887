type ByZone = Readonly<Record<string, string>>

/**
 * The states and provinces that lie in one time zone as a whole, by country: ISO 3166-2 code, then the name. One that is cut
 * by a border of zones, such as Texas, is left out; its large cities are below.
 */
export const SUBDIVISIONS: Readonly<Record<string, ByZone>> = {
  US: {
    'America/New_York':
      'CT Connecticut, DC District of Columbia, DE Delaware, GA Georgia, ME Maine, MD Maryland, MA Massachusetts, NH New Hampshire, NJ New Jersey, NY New York, NC North Carolina, OH Ohio, PA Pennsylvania, RI Rhode Island, SC South Carolina, VT Vermont, VA Virginia, WV West Virginia',
    'America/Chicago':
      'AL Alabama, AR Arkansas, IL Illinois, IA Iowa, LA Louisiana, MN Minnesota, MS Mississippi, MO Missouri, OK Oklahoma, WI Wisconsin',
    'America/Denver': 'CO Colorado, MT Montana, NM New Mexico, UT Utah, WY Wyoming',
    'America/Los_Angeles': 'CA California, WA Washington',
    'Pacific/Honolulu': 'HI Hawaii',
    'America/Puerto_Rico': 'PR Puerto Rico',
  },
  CA: {
    'America/Edmonton': 'AB Alberta',
    'America/Winnipeg': 'MB Manitoba',
    'America/Moncton': 'NB New Brunswick',
    'America/Halifax': 'NS Nova Scotia, PE Prince Edward Island',
    'America/Whitehorse': 'YT Yukon',
  },
  AU: {
    'Australia/Sydney': 'ACT Australian Capital Territory',
    'Australia/Melbourne': 'VIC Victoria',
    'Australia/Brisbane': 'QLD Queensland',
    'Australia/Adelaide': 'SA South Australia',
    'Australia/Hobart': 'TAS Tasmania',
    'Australia/Darwin': 'NT Northern Territory',
  },
  BR: {
    'America/Sao_Paulo':
      'SP São Paulo, RJ Rio de Janeiro, MG Minas Gerais, ES Espírito Santo, PR Paraná, SC Santa Catarina, RS Rio Grande do Sul, DF Distrito Federal, GO Goiás',
    'America/Bahia': 'BA Bahia',
    'America/Fortaleza': 'CE Ceará, MA Maranhão, PB Paraíba, PI Piauí, RN Rio Grande do Norte',
    'America/Maceio': 'AL Alagoas, SE Sergipe',
    'America/Belem': 'PA Pará, AP Amapá',
    'America/Araguaina': 'TO Tocantins',
    'America/Cuiaba': 'MT Mato Grosso',
    'America/Campo_Grande': 'MS Mato Grosso do Sul',
    'America/Porto_Velho': 'RO Rondônia',
    'America/Boa_Vista': 'RR Roraima',
    'America/Rio_Branco': 'AC Acre',
  },
}

/** The states that are cut, where a city of the same name may lie in several states. */
export const CUT: Readonly<Record<string, string>> = {
  US: 'AK Alaska, AZ Arizona, FL Florida, ID Idaho, IN Indiana, KS Kansas, KY Kentucky, MI Michigan, NE Nebraska, NV Nevada, ND North Dakota, OR Oregon, SD South Dakota, TN Tennessee, TX Texas',
  CA: 'BC British Columbia, NL Newfoundland and Labrador, NT Northwest Territories, NU Nunavut, ON Ontario, QC Quebec, SK Saskatchewan',
  AU: 'NSW New South Wales, WA Western Australia',
}

/** Large cities of countries, states and provinces with several zones. The state follows each. */
export const CITIES: Readonly<Record<string, ByZone>> = {
  US: {
    'America/New_York':
      'Miami FL, Orlando FL, Tampa FL, Jacksonville FL, Fort Lauderdale FL, Detroit MI, Grand Rapids MI, Louisville KY, Lexington KY, Knoxville TN, Chattanooga TN',
    'America/Indiana/Indianapolis': 'Indianapolis IN, Fort Wayne IN',
    'America/Chicago':
      'Houston TX, Dallas TX, Austin TX, San Antonio TX, Fort Worth TX, Nashville TN, Memphis TN, Pensacola FL, Omaha NE, Lincoln NE, Wichita KS, Topeka KS, Sioux Falls SD, Fargo ND',
    'America/Denver': 'El Paso TX, Boise ID, Rapid City SD',
    'America/Phoenix': 'Phoenix AZ, Tucson AZ, Scottsdale AZ',
    'America/Los_Angeles': 'Portland OR, Salem OR, Eugene OR, Las Vegas NV, Reno NV',
    'America/Anchorage': 'Anchorage AK, Fairbanks AK, Juneau AK',
  },
  CA: {
    'America/Toronto':
      'Toronto ON, Ottawa ON, Mississauga ON, Hamilton ON, Brampton ON, Montreal QC, Quebec City QC, Laval QC',
    'America/Vancouver': 'Vancouver BC, Victoria BC, Surrey BC, Burnaby BC, Kelowna BC',
    'America/Regina': 'Regina SK, Saskatoon SK',
    'America/St_Johns': "St John's NL",
  },
  AU: {
    'Australia/Sydney': 'Sydney NSW, Newcastle NSW, Wollongong NSW',
    'Australia/Perth': 'Perth WA, Fremantle WA',
  },
  BR: { 'America/Manaus': 'Manaus AM', 'America/Recife': 'Recife PE' },
  MX: {
    'America/Mexico_City': 'Ciudad de Mexico CMX, Mexico City CMX, Guadalajara JAL, Puebla PUE',
    'America/Monterrey': 'Monterrey NLE',
    'America/Tijuana': 'Tijuana BCN',
    'America/Cancun': 'Cancun ROO',
  },
  RU: {
    'Europe/Moscow': 'Moscow MOW, Москва MOW, Saint Petersburg SPE, Санкт-Петербург SPE',
    'Asia/Yekaterinburg': 'Yekaterinburg SVE',
    'Asia/Novosibirsk': 'Novosibirsk NVS',
    'Asia/Vladivostok': 'Vladivostok PRI',
  },
  ID: { 'Asia/Jakarta': 'Jakarta JK, Bandung JB, Surabaya JI', 'Asia/Makassar': 'Denpasar BA, Makassar SN' },
  NZ: { 'Pacific/Auckland': 'Auckland AUK, Wellington WGN, Christchurch CAN' },
  ES: {
    'Europe/Madrid': 'Madrid MD, Barcelona CT, Valencia VC, Sevilla AN, Seville AN, Zaragoza AR, Bilbao PV',
    'Atlantic/Canary': 'Las Palmas CN, Santa Cruz de Tenerife CN',
  },
  PT: {
    'Europe/Lisbon': 'Lisboa 11, Lisbon 11, Porto 13, Braga 03, Coimbra 06',
    'Atlantic/Madeira': 'Funchal 30',
    'Atlantic/Azores': 'Ponta Delgada 20',
  },
  CL: { 'America/Santiago': 'Santiago RM, Valparaiso VS', 'America/Punta_Arenas': 'Punta Arenas MA' },
}

/** Postal codes of countries whose islands have a zone of their own. */
export const POSTCODES: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  ES: [
    [/^(35|38)\d{3}$/, 'Atlantic/Canary'],
    [/^(0[1-9]|[1-4]\d|5[0-2])\d{3}$/, 'Europe/Madrid'],
  ],
  PT: [
    [/^9[0-4]\d{2}(-?\d{3})?$/, 'Atlantic/Madeira'],
    [/^9[5-9]\d{2}(-?\d{3})?$/, 'Atlantic/Azores'],
    [/^[1-8]\d{3}(-?\d{3})?$/, 'Europe/Lisbon'],
  ],
}
