const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Before a name, without dots and in small letters; `Mr Hopper` has no given name, so titles are remembered. */
export const TITLES = words(
  `dr drs dra prof professor professorin mr mrs ms miss mx sir dame lady lord rev reverend fr father sister rabbi imam capt
  captain lt col gen sgt hon herr frau hr dipl-ing dr-ing ing mag mgr bc m mme mlle mm monsieur madame mademoiselle maître
  maitre sr sra srta señor señora señorita senor senora senorita dott dottssa sig sigra signor signora dhr mevr mevrouw ir
  doc pan pani panna judr mudr rndr phdr`,
)

/** Words that are a title in these languages only; `Don` is a given name elsewhere. */
export const TITLES_OF: Readonly<Record<string, ReadonlySet<string>>> = {
  es: words('don doña dona'),
  it: words('don donna'),
  pt: words('dom dona'),
}

/** Behind a name: degrees, generations, honours. */
export const SUFFIXES = words(
  `phd dphil md do dds dvm rn jr sr junior senior ii iii iv esq esquire cpa cfa mba emba msc mphil ma ba bsc beng meng bs ms
  jd llb llm edd psyd pe pmp cissp obe mbe cbe qc kc mp frcs frs csc ret fils père pere jnr snr jun sen`,
)

/** Where a family's name begins. */
export const PARTICLES = words(
  `van von der den de del della di da do dos das du la le les ten ter zu zum zur af av el bin bint ibn abu abd abdul abdel
  umm st`,
)

/** Words that no person is called by: mailboxes, departments, placeholders. */
export const ROLES = words(
  `support info information service services sales billing accounts accounting payable receivable admin administrator
  administration office team helpdesk help desk department dept enquiries inquiries marketing finance procurement purchasing
  customer customers client clients noreply no-reply reply unknown test user guest owner nobody webmaster postmaster
  hostmaster shop store kundenservice kundendienst buchhaltung einkauf vertrieb verwaltung abteilung rechnung compta
  comptabilité ventas contabilidad facturación soporte vendite ufficio contact kontakt it hr n/a na none null undefined
  anonymous deleted reception security privacy legal press jobs careers orders order invoice invoices`,
)

/** Legal forms and other words that only companies carry, in small letters and without dots. */
export const COMPANY = words(
  `gmbh mbh ug ohg gbr ev ltd limited llc llp inc incorporated corp corporation company plc sarl sas sasu eurl slu spa srl
  sro doo aps oyj kft zrt nyrt pty pte bhd holding holdings group gruppe bank university universität université foundation
  stiftung verein institute institut agency consulting solutions technologies software systems partners associates hospital
  school gmbh&co co&kg`,
)

/** Legal forms that are also short names: they count at the end, written as they are registered. */
export const COMPANY_ENDS = words('AG KG SE SA SL AB AS BV NV LP Co Oy KK')

/** Family names that come first and are hardly ever given. */
export const FAMILY_NAMES = words('nguyen nguyễn trần phạm huỳnh zhang zhao zhou huang')
