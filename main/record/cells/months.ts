/** Months as exports name them: data, because what a runtime's language tables hold must not decide what a date means. */
const NAMES: readonly (readonly string[])[] = [
  ['january', 'januar', 'jänner', 'janvier', 'enero', 'gennaio', 'januari', 'janeiro', 'jan', 'janv', 'ene', 'gen'],
  ['february', 'februar', 'février', 'febrero', 'febbraio', 'februari', 'fevereiro', 'feb', 'févr', 'fév', 'fev'],
  ['march', 'märz', 'mars', 'marzo', 'maart', 'março', 'mar', 'mär', 'mrz', 'mrt'],
  ['april', 'avril', 'abril', 'aprile', 'apr', 'avr', 'abr'],
  ['may', 'mai', 'mayo', 'maggio', 'mei', 'maio', 'mag'],
  ['june', 'juni', 'juin', 'junio', 'giugno', 'junho', 'jun', 'giu'],
  ['july', 'juli', 'juillet', 'julio', 'luglio', 'julho', 'jul', 'juil', 'lug'],
  ['august', 'août', 'agosto', 'augustus', 'augusti', 'aug', 'ago'],
  ['september', 'septembre', 'septiembre', 'settembre', 'setembro', 'sep', 'sept', 'set'],
  ['october', 'oktober', 'octobre', 'octubre', 'ottobre', 'outubro', 'oct', 'okt', 'ott', 'out'],
  ['november', 'novembre', 'noviembre', 'novembro', 'nov'],
  ['december', 'dezember', 'décembre', 'diciembre', 'dicembre', 'dezembro', 'dec', 'dez', 'déc', 'dic'],
]

/** The same in Russian, Polish and Turkish, as they stand in a date and alone; and in Danish where that differs. */
const MORE: readonly string[] = [
  'январь января янв styczeń stycznia sty ocak oca',
  'февраль февраля февр фев luty lutego lut şubat şub',
  'март марта мар marzec marca mart marts',
  'апрель апреля апр kwiecień kwietnia kwi nisan nis',
  'май мая maj maja mayıs mayis',
  'июнь июня июн czerwiec czerwca cze haziran haz',
  'июль июля июл lipiec lipca lip temmuz tem',
  'август августа авг sierpień sierpnia sie ağustos ağu',
  'сентябрь сентября сент сен wrzesień września wrz eylül eyl',
  'октябрь октября окт październik października paź ekim eki',
  'ноябрь ноября нояб ноя listopad listopada lis kasım kasim kas',
  'декабрь декабря дек grudzień grudnia gru aralık aralik ara desember des',
]

/**
 * The same in further languages, by month, as they stand in a date. Croatian is without its October, which is the
 * November of Poland: `isCroatian`.
 */
const FURTHER: readonly string[] = [
  'ledna leden siječnja січня січень січ ιανουαρίου ιανουάριος ιαν ינואר בינואר يناير tammikuuta január januára ianuarie gener jaanuar',
  'února únor veljače лютого лютий φεβρουαρίου φεβρουάριος φεβ פברואר בפברואר فبراير helmikuuta február februára februarie febrer veebruar',
  'března březen ožujka березня березень μαρτίου μάρτιος מרץ במרץ مارس maaliskuuta március marca martie març märts maret',
  'dubna duben travnja квітня квітень απριλίου απρίλιος απρ אפריל באפריל أبريل huhtikuuta április apríla aprilie aprill',
  'května květen svibnja травня травень μαΐου μάιος μαΐ מאי במאי مايو toukokuuta május mája maig',
  'června červen lipnja червня червень ιουνίου ιούνιος ιουν יוני ביוני يونيو kesäkuuta június júna iunie juny juuni',
  'července červenec srpnja липня липень ιουλίου ιούλιος ιουλ יולי ביולי يوليو heinäkuuta július júla iulie juliol juuli',
  'srpna srpen kolovoza серпня серпень αυγούστου αύγουστος αυγ אוגוסט באוגוסט أغسطس elokuuta augusztus augusta agost agustus',
  'září rujna вересня вересень σεπτεμβρίου σεπτέμβριος σεπ σεπτ ספטמבר בספטמבר سبتمبر syyskuuta szeptember septembra septembrie setembre',
  'října říjen жовтня жовтень οκτωβρίου οκτώβριος οκτ אוקטובר באוקטובר أكتوبر lokakuuta október októbra octombrie oktoober',
  'listopadu studenoga studenog листопада листопад νοεμβρίου νοέμβριος νοε נובמבר בנובמבר نوفمبر marraskuuta novembra noiembrie novembre',
  'prosince prosinec prosinca грудня грудень δεκεμβρίου δεκέμβριος δεκ דצמבר בדצמבר ديسمبر joulukuuta decembra decembrie desembre detsember',
]

/**
 * `15. listopada 2024` with the dot behind its day, which Croatian has and Polish has not: October there, so nobody can
 * tell for certain.
 */
export const isCroatian = (text: string): boolean => /\d\.\s?listopada/i.test(text)

/** A name without its accents, in small letters. */
export const plainMonth = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

const MONTHS = new Map(
  NAMES.flatMap((names, at) =>
    [...names, ...[MORE, FURTHER].flatMap(all => all[at]?.split(' ') ?? [])].map(
      name => [plainMonth(name), at + 1] as const,
    ),
  ),
)

/** 1–12 of a month's name or abbreviation, without its dot. */
export const monthOf = (word: string): number | undefined => MONTHS.get(plainMonth(word))

const WEEKDAY = /^(mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|q[1-4]|qtr|qua|tri|kva|nga|令和|平成|昭和)/
/** `/Date(1700000000000)/` of .NET, `ISODate("…")` of MongoDB's shell, and `#2024-01-31#` of Access. */
export const isCall = (text: string): boolean => /^\\?\/Date\(|^ISODate\(|^#\d.*#$/.test(text)

const ASCII = /^[a-z]+$/i
const STARTS = new Set([...MONTHS.keys()].map(name => name.slice(0, 3)))

/** Whether a text may begin with a month, a quarter, the day of a week or an era: a quick look, before it is read properly. */
export const beginsLikeDate = (text: string): boolean => {
  const start = ASCII.test(text.slice(0, 3)) ? text.slice(0, 3).toLowerCase() : plainMonth(text.slice(0, 3))
  return STARTS.has(start) || WEEKDAY.test(start) || isCall(text)
}
