/** One country of the simulated shop. People are `display/ascii`, because addresses are written in ASCII. */
export interface Place {
  country: string
  locale: string
  currency: string
  zones: readonly [string, ...string[]]
  /** How often it is drawn, relative to the others. */
  weight: number
  heads: readonly [string, ...string[]]
  trades: readonly [string, ...string[]]
  forms: readonly [string, ...string[]]
  given: readonly [string, ...string[]]
  family: readonly [string, ...string[]]
  /** Where the family name is written first. */
  familyFirst?: true
}

type List = readonly [string, ...string[]]
/** `|` separates, so that the lists below stay readable. */
const list = (text: string): List => text.split('|') as unknown as List

const place = (
  head: string,
  weight: number,
  zones: string,
  heads: string,
  trades: string,
  forms: string,
  given: string,
  family: string,
): Place => {
  const [country = '', locale = '', currency = ''] = head.split(' ')
  const lists = {
    heads: list(heads),
    trades: list(trades),
    forms: list(forms),
    given: list(given),
    family: list(family),
  }
  return { country, locale, currency, weight, zones: list(zones), ...lists }
}

const western = (): Place[] => [
  place(
    'US en-US USD',
    22,
    'America/New_York|America/Chicago|America/Denver|America/Los_Angeles',
    'Cedar Hollow|Blue Heron|Prairie Star|Union Street|Copper Ridge|Lakeshore|Old Mill|Silver Birch|Harbor Point|Red Canyon|Whitfield|Granite State',
    'Outfitters|Dental Group|Analytics|Roasters|Freight|Robotics|Pediatrics|Brewing|Hardware|Studios',
    'Inc.|LLC|Co.|Corporation',
    'Avery|Jordan|Maria|Terrence|Grace|Wei|Destiny|Samuel|Priya|Caleb|Hannah|Marcus',
    "Thompson|Ramirez|Nguyen|O'Brien/obrien|Washington|Kowalski|Patel|Brooks|Fitzgerald|Lee|Okafor|Hughes",
  ),
  place(
    'GB en-GB GBP',
    11,
    'Europe/London',
    'Ashdown|Thornbury|Kestrel & Finch|Penhaligon|Marlowe|Hartwell|Severnside|Ironbridge|St. Cuthbert’s|Dunmore',
    'Bakeries|Opticians|Letting|Publishing|Instruments|Textiles|Veterinary|Logistics|Nurseries',
    'Ltd|plc|LLP',
    'Imogen|Callum|Niamh/niamh|Rhys|Olivia|Aarav|Freya|Tobias|Zainab|Alistair',
    'Pemberton|MacLeod/macleod|Hussain|Davies|Whitaker|Achebe|Llewellyn|Sinclair|Begum|Cartwright',
  ),
  place(
    'CA fr-CA CAD',
    4,
    'America/Toronto|America/Montreal|America/Vancouver',
    'Érablière Beauséjour|Maple Grove|Rivière-aux-Pins|Northern Lights|Saint-Laurent|Pacific Rim',
    'Meubles|Marine|Technologies|Coffee|Transport',
    'Inc.|Ltée|Corp.',
    'Élodie/elodie|Liam|Noémie/noemie|Jacob|Sanjay|Gabrielle',
    'Tremblay|Gagnon|MacDonald/macdonald|Singh|Bélanger/belanger|Wong',
  ),
  place(
    'AU en-AU AUD',
    4,
    'Australia/Sydney|Australia/Perth|Australia/Adelaide',
    'Wattle Creek|Southern Cross|Banksia|Kookaburra|Fremantle|Ironbark',
    'Surf|Joinery|Wines|Solar|Physio|Provedores',
    'Pty Ltd',
    'Matilda|Lachlan|Chloe|Jarrah|Mei|Angus',
    'Campbell|Nguyen|Papadopoulos|Walker|Murray|Chen',
  ),
]

const central = (): Place[] => [
  place(
    'DE de-DE EUR',
    14,
    'Europe/Berlin',
    'Nordwind|Elbtal|Müller & Hahn|Schwarzwald|Kaiserstraße|Grünspan|Hanse|Alpenblick|Spreebogen|Süderbrarup|Großmann',
    'Feinkost|Logistik|Optik|Maschinenbau|Buchhandel|Medizintechnik|Werkzeuge|Fahrradbau|Druckerei',
    'GmbH|AG|GmbH & Co. KG|e. K.',
    'Jürgen/juergen|Anneliese|Malte|Sibel|Käthe/kaethe|Jonas|Friederike|Emre|Lena|Björn/bjoern',
    'Müller/mueller|Schröder/schroeder|Yılmaz/yilmaz|Weiß/weiss|Krüger/krueger|Baumann|Özdemir/oezdemir|Hoffmann|von der Heide/vonderheide',
  ),
  place(
    'CH de-CH CHF',
    4,
    'Europe/Zurich',
    'Zürisee|Edelweiss|Jungfrau|Rhonetal|Gotthard',
    'Uhren|Treuhand|Präzision|Confiserie|Pharma',
    'AG|GmbH|SA',
    'Reto|Ursina|Beat|Chiara|Lukas',
    'Aebischer|Zürcher/zuercher|Rochat|Bernasconi|Wüthrich/wuethrich',
  ),
  place(
    'NL nl-NL EUR',
    5,
    'Europe/Amsterdam',
    'Van der Berg|De Zwaan|Zuiderzee|Grachtengordel|Tulpenveld|Oranjehof',
    'Bloemen|Fietsen|Scheepvaart|Drukwerk|Zuivel',
    'B.V.|N.V.',
    'Sanne|Daan|Femke|Thijs|Fatima|Joris',
    "de Vries/devries|van den Berg/vandenberg|Bakker|Jansen|El Amrani/elamrani|'t Hooft/thooft",
  ),
  place(
    'PL pl-PL PLN',
    4,
    'Europe/Warsaw',
    'Złoty Róg|Wisła|Bursztyn|Tatry|Śnieżka|Żuraw',
    'Meble|Transport|Piekarnia|Ceramika|Oprogramowanie',
    'Sp. z o.o.|S.A.',
    'Małgorzata/malgorzata|Łukasz/lukasz|Zofia|Paweł/pawel|Agnieszka|Wojciech',
    'Wiśniewska/wisniewska|Wójcik/wojcik|Kowalczyk|Zieliński/zielinski|Szczepańska/szczepanska',
  ),
  place(
    'FR fr-FR EUR',
    9,
    'Europe/Paris',
    'Maison Lefèvre|Côté Jardin|L’Étoile|Belle-Rive|Grand Large|Saint-Éloi|Aux Trois Chênes|Pont-Neuf',
    'Boulangerie|Conseil|Optique|Cosmétiques|Transports|Éditions|Vins',
    'SARL|SAS|SA|& Fils',
    'Amélie/amelie|Théo/theo|Chloé/chloe|Mehdi|Solène/solene|Jean-Baptiste/jean-baptiste|Inès/ines|Gaël/gael',
    'Lefèvre/lefevre|Moreau|Benali|Dubois|d’Aubigné/daubigne|Girard|Nguyễn/nguyen|Rousseau',
  ),
  place(
    'IT it-IT EUR',
    5,
    'Europe/Rome',
    'Fratelli Bianchi|Antica Bottega|Costa Smeralda|Piazza Nuova|Valpolicella|Torre d’Oro',
    'Caffè|Ceramiche|Moda|Meccanica|Arredi',
    'S.r.l.|S.p.A.|S.n.c.',
    'Giulia|Lorenzo|Niccolò/niccolo|Chiara|Matteo|Ilaria',
    'Esposito|Rossi|D’Angelo/dangelo|Ferraro|Lo Presti/lopresti|Conti',
  ),
  place(
    'ES es-ES EUR',
    5,
    'Europe/Madrid|Atlantic/Canary',
    'Hermanos Núñez|Sol y Mar|Peña Blanca|Cañaveral|La Española|Montjuïc',
    'Aceites|Calzados|Energía|Clínicas|Cerámica',
    'S.L.|S.A.',
    'Lucía/lucia|Íñigo/inigo|Begoña/begona|Javier|Núria/nuria|Andrés/andres',
    'García Márquez/garcia|Fernández/fernandez|Ibáñez/ibanez|Puig|Etxeberria|Muñoz/munoz',
  ),
]

const northern = (): Place[] => [
  place(
    'NO nb-NO NOK',
    9,
    'Europe/Oslo',
    'Fjordlys|Bjørk & Sønn|Nordkapp|Lofoten|Ørneberg|Blåbær|Sørlandet|Vinterdal|Trollheim',
    'Sport|Sjømat|Kaffe|Rederi|Regnskap|Møbler|Optikk|Trykkeri',
    'AS|ASA|ANS',
    'Ingrid|Håkon/hakon|Åse/ase|Sindre|Øystein/oystein|Maren|Amina|Torbjørn/torbjorn',
    'Hansen|Bjørnstad/bjornstad|Østby/ostby|Haugen|Sætre/satre|Lie|Mohamed|Strømme/stromme',
  ),
  place(
    'SE sv-SE SEK',
    5,
    'Europe/Stockholm',
    'Björkgården|Västkusten|Älvdalen|Norrsken|Tre Rosor|Ångström',
    'Inredning|Mejeri|Skogsbruk|Spel|Cykel',
    'AB|HB',
    'Åsa/asa|Linnéa/linnea|Göran/goran|Elsa|Omar|Måns/mans',
    'Lindström/lindstrom|Åkesson/akesson|Nyström/nystrom|Berg|Ahmed|Sjögren/sjogren',
  ),
  place(
    'DK da-DK DKK',
    4,
    'Europe/Copenhagen',
    'Søndergaard|Øresund|Rødkilde|Ærø|Havblik',
    'Bageri|Design|Vindkraft|Shipping|Møbler',
    'A/S|ApS',
    'Søren/soren|Mette|Kåre/kare|Freja|Rasmus',
    'Jørgensen/jorgensen|Kjær/kjaer|Nielsen|Østergaard/ostergaard|Lund',
  ),
  place(
    'FI fi-FI EUR',
    3,
    'Europe/Helsinki',
    'Järvenpää|Revontuli|Kääpiö|Pohjola|Mäntymetsä',
    'Kalusteet|Sauna|Konepaja|Peli|Kahvila',
    'Oy|Oyj',
    'Päivi/paivi|Väinö/vaino|Aino|Jyrki|Sanna',
    'Mäkinen/makinen|Hämäläinen/hamalainen|Korhonen|Lehtonen|Saarinen',
  ),
]

const eastern = (): Place[] => [
  {
    ...place(
      'JP ja-JP JPY',
      6,
      'Asia/Tokyo',
      '桜井|東雲|富士見|青葉|銀座花月|北斗',
      '製作所|印刷|茶舗|電機|文具店',
      '株式会社|合同会社|有限会社',
      '陽菜/hina|太郎/taro|美咲/misaki|健太/kenta|さくら/sakura|大輔/daisuke',
      '佐藤/sato|鈴木/suzuki|高橋/takahashi|田中/tanaka|渡辺/watanabe|小林/kobayashi',
    ),
    familyFirst: true,
  },
  {
    ...place(
      'CN zh-CN CNY',
      4,
      'Asia/Shanghai',
      '长江|东方明珠|金陵|云海|华兴',
      '科技|贸易|食品|医疗器械|物流',
      '有限公司|股份有限公司',
      '伟/wei|芳/fang|秀英/xiuying|子涵/zihan|建国/jianguo',
      '王/wang|李/li|张/zhang|陈/chen|欧阳/ouyang',
    ),
    familyFirst: true,
  },
  {
    ...place(
      'KR ko-KR KRW',
      3,
      'Asia/Seoul',
      '한빛|새벽별|가온|동해|푸른솔',
      '전자|출판|커피|물류|의원',
      '주식회사|유한회사',
      '서연/seoyeon|민준/minjun|지우/jiwoo|하은/haeun',
      '김/kim|이/lee|박/park|최/choi|정/jung',
    ),
    familyFirst: true,
  },
  place(
    'IN hi-IN INR',
    5,
    'Asia/Kolkata',
    'शान्ति|Ganga|सूर्योदय|Neelkanth|Chaturvedi & Sons|लक्ष्मी',
    'Textiles|Ayurveda|Software|Exports|Jewellers',
    'Pvt. Ltd.|LLP',
    'Ananya|Rohan|प्रिया/priya|Vikram|लक्ष्मी/lakshmi|Arjun',
    'Sharma|Iyer|वर्मा/verma|Banerjee|Reddy|Krishnamurthy',
  ),
  place(
    'TH th-TH THB',
    2,
    'Asia/Bangkok',
    'สยามรุ่งเรือง|ดอกบัว|เจ้าพระยา',
    'การค้า|อาหาร|ขนส่ง',
    'จำกัด',
    'สมชาย/somchai|มาลี/malee|ณัฐ/nat',
    'ศรีสุข/srisuk|วงศ์ทอง/wongthong|แก้วใส/kaewsai',
  ),
  place(
    'AE ar-AE AED',
    3,
    'Asia/Dubai',
    'الواحة|نخيل الخليج|اللؤلؤة|Desert Rose',
    'للتجارة|للنقل|للتقنية',
    'ذ.م.م|FZ-LLC',
    'فاطمة/fatima|أحمد/ahmed|ليلى/layla|عمر/omar',
    'المنصوري/almansoori|النعيمي/alnuaimi|حداد/haddad|خليل/khalil',
  ),
  place(
    'IL he-IL ILS',
    2,
    'Asia/Jerusalem',
    'כרמל|גליל ירוק|תמר',
    'תוכנה|יקבים|רפואה',
    'בע״מ',
    'נועה/noa|איתי/itai|תמר/tamar',
    'כהן/cohen|לוי/levi|בן־דוד/bendavid',
  ),
  place(
    'GR el-GR EUR',
    2,
    'Europe/Athens',
    'Αιγαίο|Ελαιώνας|Αφοί Παπαδάκη',
    'Ναυτιλιακή|Τρόφιμα|Εκδόσεις',
    'Α.Ε.|Ο.Ε.',
    'Ελένη/eleni|Γιώργος/giorgos|Δήμητρα/dimitra',
    'Παπαδοπούλου/papadopoulou|Νικολάου/nikolaou|Οικονόμου/oikonomou',
  ),
  place(
    'UA uk-UA UAH',
    2,
    'Europe/Kyiv',
    'Дніпро|Карпати|Соняшник|Київська Русь',
    'Меблі|Софт|Агро|Кава',
    'ТОВ|ПрАТ',
    'Оксана/oksana|Андрій/andrii|Соломія/solomiia|Тарас/taras',
    'Шевченко/shevchenko|Коваленко/kovalenko|Бондар/bondar|Щербак/shcherbak',
  ),
]

const southern = (): Place[] => [
  place(
    'BR pt-BR BRL',
    4,
    'America/Sao_Paulo|America/Manaus',
    'São Bento|Irmãos Conceição|Ipê Amarelo|Maracujá|Praça XV',
    'Calçados|Cafés|Agro|Construções|Odontologia',
    'Ltda.|S.A.',
    'João/joao|Conceição/conceicao|Thiago|Júlia/julia|Antônio/antonio',
    'da Silva/dasilva|Gonçalves/goncalves|Araújo/araujo|Nakamura|dos Santos/dossantos',
  ),
  place(
    'MX es-MX MXN',
    3,
    'America/Mexico_City|America/Tijuana',
    'Águila Real|Tía Chole|Nopalito|Sierra Gorda',
    'Alimentos|Artesanías|Transportes|Farmacias',
    'S.A. de C.V.|S. de R.L.',
    'Ximena|José Luis/joseluis|Guadalupe|Óscar/oscar',
    'Hernández/hernandez|Peña/pena|Xochitl|Treviño/trevino',
  ),
  place(
    'ZA en-ZA ZAR',
    2,
    'Africa/Johannesburg',
    'Table Bay|Ubuntu|Karoo|Baobab',
    'Wines|Solar|Couriers|Crafts',
    '(Pty) Ltd',
    'Thandiwe|Pieter|Lerato|Sipho',
    'Nkosi|van der Merwe/vandermerwe|Dlamini|Naidoo',
  ),
  place(
    'NG en-NG NGN',
    2,
    'Africa/Lagos',
    'Ọlá|Zuma Rock|Adébáyọ̀ Brothers|Delta Pearl',
    'Foods|Pharmacy|Haulage|Fintech',
    'Ltd|Plc',
    'Chiamaka|Olúwaṣeun/oluwaseun|Ibrahim|Ngozi',
    'Adeyemi|Okonkwo|Bello|Eze',
  ),
  place(
    'TR tr-TR TRY',
    2,
    'Europe/Istanbul',
    'Boğaziçi|Çınar|Yıldız|Güneşli',
    'Tekstil|Gıda|Yazılım|Halı',
    'A.Ş.|Ltd. Şti.',
    'Ayşe/ayse|İbrahim/ibrahim|Gül/gul|Oğuz/oguz',
    'Yılmaz/yilmaz|Şahin/sahin|Öztürk/ozturk|Çelik/celik',
  ),
]

/** The world that the simulated shop sells to. */
export const PLACES: readonly Place[] = [...western(), ...central(), ...northern(), ...eastern(), ...southern()]

/** Units of a currency that one euro bought when the sample was written; only for plausible amounts. */
export const PER_EURO: Readonly<Record<string, number>> = {
  EUR: 1,
  USD: 1.1,
  GBP: 0.85,
  CAD: 1.5,
  AUD: 1.65,
  CHF: 0.95,
  PLN: 4.3,
  NOK: 11.6,
  SEK: 11.3,
  DKK: 7.46,
  JPY: 164,
  CNY: 7.8,
  KRW: 1480,
  INR: 92,
  THB: 38,
  AED: 4,
  ILS: 4,
  UAH: 44,
  BRL: 6,
  MXN: 20,
  ZAR: 20,
  NGN: 1650,
  TRY: 37,
}

/** Long names exist; screens must show that they can take them. */
export const LONG_NAMES: readonly [string, ...string[]] = [
  'Vereinigte Werkstätten für handgefertigte Kirchenorgeln und mechanische Musikinstrumente Oberammergau GmbH & Co. KG',
  'The Worshipful Society of Independent Booksellers, Bookbinders and Paper Conservators of the West Country Ltd',
  'Société coopérative agricole des producteurs de lavande, de miel et d’huile d’olive de la Haute-Provence SA',
  'Comercializadora Internacional de Productos Artesanales y Textiles de la Sierra Madre Occidental S.A. de C.V.',
  '独立行政法人北海道沿岸漁業協同組合連合会流通加工技術研究センター',
]
