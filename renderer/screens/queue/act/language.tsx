import { languageName, languageTag } from '../../../../shared/intervention/language.ts'
import type { LanguageChoice } from '../../../../shared/intervention/language-schemas.ts'

/** Why a message is written in its language, after the name of the language. */
function languageWhy({ because, wanted, available }: LanguageChoice): string {
  if (because === 'person') return 'chosen by you'
  if (because === 'contact') return `the contact reads ${wanted}`
  if (available.length < 2) return wanted === null ? 'the only language of this playbook' : noText(wanted)
  return wanted === null ? 'no source says what the contact reads' : noText(wanted)
}

const noText = (wanted: string): string =>
  languageTag(wanted) === null
    ? `the contact’s language “${wanted}” is not understood`
    : `the playbook has no text in ${languageName(languageTag(wanted) ?? wanted)}`

interface Props {
  choice: LanguageChoice
  /** A person's own words are in the language that they are in. */
  fixed: boolean
  onChoose: (language: string) => void
}

/** The language of the message, why it was chosen, and the others to choose from. */
export function Language({ choice, fixed, onChoose }: Props) {
  const { language, available } = choice
  const why = languageWhy(choice)
  if (available.length < 2 || fixed)
    return (
      <div className="mail-language">
        In {languageName(language)} · {why}
        {fixed && available.length > 1 ? ' · reset the text to choose another' : ''}
      </div>
    )
  return (
    <div className="mail-language">
      <label>
        In{' '}
        <select value={language} aria-label="Language" onChange={event => onChoose(event.currentTarget.value)}>
          {available.map(one => (
            <option key={one} value={one}>
              {languageName(one)}
            </option>
          ))}
        </select>
      </label>{' '}
      · {why}
    </div>
  )
}
