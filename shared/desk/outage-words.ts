/** Languages in which customers are told about an outage. The first is the one that others fall back to. */
export const OUTAGE_LANGUAGES = ['en', 'de', 'fr', 'es'] as const
export type OutageLanguage = (typeof OUTAGE_LANGUAGES)[number]

/** What is said of a component with this name; the name brings its article, in the case that the sentences need. */
export interface OutageWords {
  /** A component by its kind: `the carrier DHL`. What no entry names is called by its name alone. */
  names: Readonly<Record<string, (name: string) => string>>
  other: (name: string) => string
  /** The heading of a text for a status page, from the component’s bare name and the one with its article. */
  heading: (component: string, name: string) => string
  notice: (name: string) => { subject: string; body: string }
  restored: (name: string) => { subject: string; body: string }
  /** For a status page; times come with their zone. */
  disruption: (title: string, name: string, began: string, now: string) => string
  solved: (title: string, name: string, began: string, over: string) => string
}

const capitalised = (_component: string, name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

const letter = (greeting: string, paragraphs: readonly string[], goodbye: string) =>
  `{{ ${greeting} }}\n\n${paragraphs.join('\n\n')}\n\n${goodbye}\n{{ sender.name }}`

const de: OutageWords = {
  names: {
    carrier: name => `dem Versanddienstleister ${name}`,
    processor: name => `dem Zahlungsanbieter ${name}`,
    component: name => `der Komponente „${name}“`,
    feature: name => `der Funktion „${name}“`,
    page: name => `der Seite „${name}“`,
    release: name => `der Version ${name}`,
    change: name => `der Änderung „${name}“`,
    source: name => `der Anbindung an ${name}`,
    'sign-in failure': name => `der Anmeldung („${name}“)`,
    'known bug': name => `dem bekannten Fehler „${name}“`,
  },
  other: name => `„${name}“`,
  // The article of the sentences is in the dative, which no heading is.
  heading: component => component,
  notice: name => ({
    subject: `Wir arbeiten an einer Störung mit ${name}`,
    body: letter(
      'greeting.de',
      [
        `es gibt eine Störung mit ${name}, von der {{ account.name }} betroffen sein kann. Wir arbeiten bereits daran, Sie brauchen nichts zu melden.`,
        'Sobald die Störung behoben ist, schreiben wir Ihnen wieder.',
      ],
      'Freundliche Grüße',
    ),
  }),
  restored: name => ({
    subject: `Die Störung mit ${name} ist behoben`,
    body: letter(
      'greeting.de',
      [
        `die Störung mit ${name}, über die wir Ihnen geschrieben haben, ist behoben. {{ account.name }} braucht nichts zu tun.`,
        'Wenn etwas noch nicht funktioniert, antworten Sie auf diese Nachricht, und wir kümmern uns sofort darum.',
      ],
      'Freundliche Grüße',
    ),
  }),
  disruption: (title, name, began, now) =>
    `${title}: Störung\nSeit ${began} gibt es eine Störung mit ${name}. Wir arbeiten daran und schreiben den betroffenen Kunden direkt.\nStand: ${now}`,
  solved: (title, name, began, over) =>
    `${title}: behoben\nDie Störung mit ${name} begann am ${began} und wurde am ${over} behoben. Wir schreiben den betroffenen Kunden direkt.`,
}

const fr: OutageWords = {
  names: {
    carrier: name => `le transporteur ${name}`,
    processor: name => `le prestataire de paiement ${name}`,
    component: name => `le composant « ${name} »`,
    feature: name => `la fonctionnalité « ${name} »`,
    page: name => `la page « ${name} »`,
    release: name => `la version ${name}`,
    change: name => `la modification « ${name} »`,
    source: name => `la connexion à ${name}`,
    'sign-in failure': name => `l’authentification (« ${name} »)`,
    'known bug': name => `le bogue connu « ${name} »`,
  },
  other: name => `« ${name} »`,
  heading: capitalised,
  notice: name => ({
    subject: `Nous traitons un incident concernant ${name}`,
    body: letter(
      'greeting.fr',
      [
        `Un incident concerne ${name}, et {{ account.name }} peut en subir les effets. Nous y travaillons déjà : inutile de le signaler.`,
        'Nous vous écrirons de nouveau dès que l’incident sera résolu.',
      ],
      'Bien cordialement,',
    ),
  }),
  restored: name => ({
    subject: `L’incident concernant ${name} est résolu`,
    body: letter(
      'greeting.fr',
      [
        `L’incident concernant ${name}, dont nous vous avions informé, est résolu. {{ account.name }} n’a rien à faire.`,
        'Si quelque chose ne fonctionne toujours pas, répondez à ce message et nous nous en occuperons aussitôt.',
      ],
      'Bien cordialement,',
    ),
  }),
  disruption: (title, name, began, now) =>
    `${title} : incident en cours\nDepuis le ${began}, un incident concerne ${name}. Nous y travaillons et écrivons directement aux clients concernés.\nDernière mise à jour : ${now}`,
  solved: (title, name, began, over) =>
    `${title} : incident résolu\nL’incident concernant ${name} a commencé le ${began} et a été résolu le ${over}. Nous écrivons directement aux clients concernés.`,
}

const es: OutageWords = {
  names: {
    carrier: name => `el transportista ${name}`,
    processor: name => `el proveedor de pagos ${name}`,
    component: name => `el componente «${name}»`,
    feature: name => `la función «${name}»`,
    page: name => `la página «${name}»`,
    release: name => `la versión ${name}`,
    change: name => `el cambio «${name}»`,
    source: name => `la conexión con ${name}`,
    'sign-in failure': name => `el inicio de sesión («${name}»)`,
    'known bug': name => `el error conocido «${name}»`,
  },
  other: name => `«${name}»`,
  heading: capitalised,
  notice: name => ({
    subject: `Estamos resolviendo una incidencia con ${name}`,
    body: letter(
      'greeting.es',
      [
        `Hay una incidencia con ${name} que puede afectar a {{ account.name }}. Ya estamos trabajando en ello, así que no hace falta que la comunique.`,
        'Le escribiremos de nuevo en cuanto esté resuelta.',
      ],
      'Un saludo,',
    ),
  }),
  restored: name => ({
    subject: `La incidencia con ${name} está resuelta`,
    body: letter(
      'greeting.es',
      [
        `La incidencia con ${name} de la que le informamos está resuelta. {{ account.name }} no tiene que hacer nada.`,
        'Si algo todavía no funciona, responda a este mensaje y lo revisaremos enseguida.',
      ],
      'Un saludo,',
    ),
  }),
  disruption: (title, name, began, now) =>
    `${title}: incidencia\nDesde el ${began} hay una incidencia con ${name}. Estamos trabajando en ello y escribimos directamente a los clientes afectados.\nÚltima actualización: ${now}`,
  solved: (title, name, began, over) =>
    `${title}: incidencia resuelta\nLa incidencia con ${name} comenzó el ${began} y se resolvió el ${over}. Escribimos directamente a los clientes afectados.`,
}

/** What is said in each language but English. */
export const OUTAGE_WORDS: Readonly<Record<Exclude<OutageLanguage, 'en'>, OutageWords>> = { de, fr, es }
