import type { IssueDetail } from '../../../../shared/model/issue.ts'
import { DISMISSALS } from '../../../../shared/vocabulary.ts'
import { worseWords } from '../../../cards/snooze-words.ts'
import { Key } from '../../../parts/keys/key.tsx'
import { ChoiceMenu } from '../../../parts/over/choice-menu.tsx'
import { localMorning, MORNING, personZone, weekdayDate } from '../../../parts/time.ts'
import { DISMISSAL_WORDS } from '../../../parts/words.ts'
import { later } from '../../../state/desk/later.tsx'
import { useNow } from '../../../state/now.ts'
import type { MenuName } from '../menu-name.ts'
import type { Commands } from '../use-commands.ts'

const UntilDate = later(async () => (await import('../../../cards/until-date.tsx')).UntilDate)

interface Props {
  detail: IssueDetail | undefined
  menu: MenuName
  onMenu: (menu: MenuName) => void
  commands: Commands
}

/** Snooze and dismiss: the two ways of not acting now, each with a menu of numbered choices. */
export function Decide({ detail, menu, onMenu, commands }: Props) {
  const now = useNow()
  const zone = personZone()
  const close = () => onMenu(null)
  const until = [1, 3, 7].map((days, at) => {
    const moment = localMorning(now, days, MORNING, zone)
    const label = ['Tomorrow morning', 'In 3 days', 'In a week'][at] ?? ''
    return { key: String(at + 1), label, detail: weekdayDate(moment, now, zone), run: () => commands.snooze(moment) }
  })
  const untilWorse = {
    key: String(until.length + 1),
    label: 'Until it gets worse',
    detail: detail ? worseWords(detail.arithmetic.risk) : '',
    run: () => commands.snooze(null),
  }
  const reasons = DISMISSALS.map((reason, at) => ({
    key: String(at + 1),
    label: DISMISSAL_WORDS[reason],
    run: () => commands.dismiss(reason),
  }))
  return (
    <>
      {detail?.row.state === 'snoozed' ? (
        <button type="button" className="btn" onClick={commands.unsnooze}>
          Unsnooze <Key of="act.snooze" />
        </button>
      ) : (
        <ChoiceMenu
          opened={menu === 'snooze'}
          onClose={close}
          title="Snooze until"
          choices={[...until, untilWorse]}
          extra={
            <UntilDate
              label="Snooze until a date"
              now={now}
              hour={MORNING}
              onPick={at => {
                close()
                commands.snooze(at)
              }}
            />
          }
        >
          <button type="button" className="btn" aria-haspopup="menu" onClick={() => onMenu('snooze')}>
            Snooze <Key of="act.snooze" />
          </button>
        </ChoiceMenu>
      )}
      <ChoiceMenu opened={menu === 'dismiss'} onClose={close} title="Dismiss because" choices={reasons}>
        <button type="button" className="btn" aria-haspopup="menu" onClick={() => onMenu('dismiss')}>
          Dismiss <Key of="act.dismiss" />
        </button>
      </ChoiceMenu>
    </>
  )
}
