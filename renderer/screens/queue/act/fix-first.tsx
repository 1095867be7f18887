import type { OutreachPreview } from '../../../../shared/model/intervention.ts'
import { actionWords } from '../../../parts/playbook-words.ts'

type First = NonNullable<OutreachPreview['fixFirst']>

/** The note above a message that follows a fix: when it is sent, and what is sent otherwise. */
export function fixFirstWords({ action, sends, other }: First): string {
  const first = `The fix “${actionWords(action)}” runs first.`
  if (sends === 'either') return `${first} The message below is sent when the fix has ended, whether it worked or not.`
  const [when, otherwise] = sends === 'failed' ? ['fails', 'works'] : ['works', 'fails']
  const instead = other ? `“${other.subject}” is sent instead` : 'no message is sent'
  return `${first} The message below is sent only if the fix ${when}. If it ${otherwise}, ${instead}.`
}

/** Shown above the message, so that nobody thinks it is sent in any case. The other message can be read, too. */
export function FixFirst({ first }: { first: First }) {
  return (
    <div className="note fix-first">
      <p>{fixFirstWords(first)}</p>
      {first.other ? (
        <details>
          <summary>{first.other.subject}</summary>
          <p>{first.other.text}</p>
        </details>
      ) : null}
    </div>
  )
}
