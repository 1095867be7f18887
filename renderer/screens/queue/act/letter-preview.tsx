import { letterParagraphs, tidyText } from '../../../../shared/desk/letter.ts'
import type { Guardrails } from '../../../../shared/model/guardrails.ts'
import type { OutreachPreview } from '../../../../shared/model/intervention.ts'
import { referenceLine } from '../../../../shared/outbox/reference.ts'
import { inPlace } from '../../../parts/in-place.tsx'
import { Dialog } from '../../../parts/over/dialog.tsx'
import type { Draft } from '../../../state/drafts.ts'

interface Props {
  opened: boolean
  onClose: () => void
  preview: OutreachPreview
  draft: Draft
  reference: Guardrails['referenceCode']
}

/** Stands for the code, which a message gets when it is queued. */
const CODE = 'REFERENCE-CODE'

/** The message as its recipient sees it: laid out on a phone, and as plain text. */
export function LetterPreview({ opened, onClose, preview, draft, reference }: Props) {
  const { message, from, to, language } = preview
  if (!message) return null
  const subject = `${draft.subject ?? message.subject}${reference === 'subject' ? ` [${CODE}]` : ''}`
  const body = tidyText(draft.text ?? message.text)
  const lang = language?.language
  const text = reference === 'end' ? `${body}\n\n${referenceLine(CODE, lang ?? 'en')}` : body
  return (
    <Dialog opened={opened} onClose={onClose} title="As the recipient sees it" size={860}>
      <div className="letters">
        <section aria-label="On a phone">
          <h3>On a phone, 360 px wide</h3>
          <article className="letter phone" lang={lang} dir="auto">
            <b>{subject}</b>
            <small>
              <bdi>{from}</bdi> · to <bdi>{to ?? 'nobody'}</bdi>
            </small>
            {inPlace(letterParagraphs(text), lines => (
              <p>
                {inPlace(lines, (line, at) => (
                  <>
                    {at > 0 ? <br /> : null}
                    {line}
                  </>
                ))}
              </p>
            ))}
          </article>
        </section>
        <section aria-label="Plain text">
          <h3>Plain text</h3>
          <pre className="letter" lang={lang} dir="auto">
            {text}
          </pre>
        </section>
      </div>
    </Dialog>
  )
}
