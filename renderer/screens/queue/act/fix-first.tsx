import type { OutreachPreview } from '../../../../shared/model/intervention.ts'
import { actionWords } from '../../../parts/playbook-words.ts'

type First = NonNullable<OutreachPreview['fixFirst']>

/** What stands over a message that follows a fix: when it leaves, and what leaves otherwise. */
export function fixFirstWords({ action, sends, other }: First): string {
  const first = `First comes the fix “${actionWords(action)}”.`
  if (sends === 'either') return `${first} The message below leaves once that has ended, whether it worked or not.`
  const [this_, that] = sends === 'failed' ? ['fails', 'works'] : ['works', 'fails']
  const otherwise = other ? `“${other.subject}” leaves instead` : 'no message leaves'
  return `${first} The message below leaves only if it ${this_}; if it ${that}, ${otherwise}.`
}

/** Said before the message, so that nobody takes it for what leaves in any case; the other one can be read too. */
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
