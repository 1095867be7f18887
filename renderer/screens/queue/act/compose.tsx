import { useQuery } from '@tanstack/react-query'
import { Activity, type ReactNode, useRef, useState } from 'react'
import type { IssueDetail } from '../../../../shared/model/issue.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { Empty } from '../../../parts/empty.tsx'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { Key } from '../../../parts/keys/key.tsx'
import { percent } from '../../../parts/number.ts'
import { outline } from '../../../parts/playbook-words.ts'
import { Bar, useLast } from '../../../parts/skeleton.tsx'
import { toast } from '../../../parts/toast.tsx'
import { later } from '../../../state/desk/later.tsx'
import { stoppedBy, useStandstill } from '../../../state/desk/standstill.ts'
import { useDrafts } from '../../../state/drafts.ts'
import { useKeys } from '../../../state/keys.tsx'
import { useWorkspace } from '../../../state/now.ts'
import { useSelection } from '../../../state/selection.ts'
import { leaving, neverSent, obstaclesNow, overridesHoldout } from './leaving.ts'
import { MessageEditor } from './message-editor.tsx'
import { Suggestions } from './suggestions.tsx'
import { useOutreach, useSend } from './use-outreach.ts'
import { Obstacles, VerdictList } from './verdict-list.tsx'

const LetterPreview = later(async () => (await import('./letter-preview.tsx')).LetterPreview)

/** What the key does where that is not to send a message, by the words on the button. */
const KEY_SAYS: Readonly<Record<string, string>> = {
  Start: 'start the playbook',
  'Record as held out': 'record the account as held out',
}

const NO_PLAYBOOK = 'No playbook fits this issue'

/** Choose a playbook, read the message as the recipient will, check whether it may be sent, and send it. */
export function Compose({ detail, decide }: { detail: IssueDetail; decide: ReactNode }) {
  const { playbookId, key, draft, preview } = useOutreach(detail)
  const isLoading = playbookId !== null && preview.isPending
  const drawn = useLast(preview.data, isLoading)
  const { send, sending } = useSend(detail)
  const [previewing, setPreviewing] = useState(false)
  const text = useRef<HTMLTextAreaElement>(null)
  const { choose, edit } = useDrafts()
  const rules = useQuery(useApi().workspace.guardrails.queryOptions()).data
  const anyway = overridesHoldout(preview.data, draft.overrides)
  const held = detail.account.arm === 'control' || preview.data?.leaves === 'held_out'
  const stopped = stoppedBy(useStandstill())
  const left = leaving(preview.data, draft.overrides)
  const state = stopped ? { ...left, can: false, why: stopped } : left
  const playbooks = useQuery(useApi().playbook.list.queryOptions())
  const playbook = playbooks.data?.find(({ id }) => id === playbookId)
  // A playbook that begins with a fix or a task sends nothing yet.
  const begins = playbook?.steps[0]?.type ?? 'outreach'
  const label = state.label === 'Send' && begins !== 'outreach' ? 'Start' : state.label
  const inTheWay = obstaclesNow(preview.data)
  const never = neverSent(preview.data, draft.overrides, useWorkspace().data?.clock)
  const go = () => {
    if (playbookId && state.can) send(playbookId, draft, preview.data)
    else toast(playbookId ? `Not sent. ${state.why}` : NO_PLAYBOOK)
  }
  const next = () => {
    const at = detail.suggestions.findIndex(s => s.playbookId === playbookId)
    const other = detail.suggestions[(at + 1) % detail.suggestions.length]
    if (other && other.playbookId !== playbookId) choose(detail.row.id, other.playbookId)
    else toast(playbookId ? 'No other playbook fits this issue' : NO_PLAYBOOK)
  }
  const selecting = useSelection(s => s.checked.size > 0)
  const write = () => {
    const field = isLoading ? null : text.current
    if (!field) return toast(playbookId ? `No message to write. ${state.why}`.trim() : NO_PLAYBOOK)
    field.focus()
    field.setSelectionRange(field.value.length, field.value.length)
  }
  useKeys([
    // With issues selected the same key writes to all of them.
    ...(selecting ? [] : [{ act: 'act.write' as const, run: write }]),
    { act: 'act.playbook', run: next },
    {
      act: 'act.preview',
      run: () => (preview.data?.message ? setPreviewing(true) : toast('There is no message to preview')),
    },
    { act: 'act.send', run: go, ...(KEY_SAYS[label] ? { label: KEY_SAYS[label] } : {}) },
    { act: 'act.send_writing', run: go },
  ])
  if (detail.suggestions.length === 0)
    return (
      <>
        <Empty title="No matching playbook">Playbooks for this category are suggested here.</Empty>
        <div className="go">{decide}</div>
      </>
    )
  return (
    <>
      <div className="side-scroll">
        <Suggestions suggestions={detail.suggestions} chosen={playbookId} onChoose={id => choose(detail.row.id, id)} />
        {playbook && playbook.steps.length > 1 ? (
          <p className="what-follows">
            <a className="link" href={`#/playbooks/${playbook.id}`}>
              Steps
            </a>{' '}
            {outline(playbook.steps)}
          </p>
        ) : null}
        {held ? <HeldOut share={rules?.holdout} anyway={anyway} /> : null}
        {never ? (
          <div className="note wait">
            <b>This message would never be sent</b>
            <p>{never}</p>
          </div>
        ) : null}
        {preview.error ? <ErrorNote failure={failureOf(preview.error)} /> : null}
        {isLoading ? <Loading /> : null}
        {drawn ? (
          <Activity mode={isLoading ? 'hidden' : 'visible'}>
            <MessageEditor
              issueId={detail.row.id}
              preview={drawn}
              contacts={detail.account.contacts}
              draft={draft}
              reference={rules?.referenceCode ?? 'none'}
              textRef={text}
              onEdit={change => edit(key, change)}
              onReset={() => useDrafts.getState().drop(key)}
              onPreview={() => setPreviewing(true)}
            />
            <LetterPreview
              opened={previewing}
              onClose={() => setPreviewing(false)}
              preview={drawn}
              draft={draft}
              reference={rules?.referenceCode ?? 'none'}
            />
          </Activity>
        ) : null}
      </div>
      {drawn ? (
        <Activity mode={isLoading ? 'hidden' : 'visible'}>
          <Obstacles
            key={key}
            verdicts={inTheWay}
            problem={drawn.message ? stopped : state.why || null}
            reasons={draft.overrides}
            onReason={(check, reason) => edit(key, { overrides: { ...draft.overrides, [check]: reason } })}
          />
          <VerdictList verdicts={drawn.verdicts} passingOnly={inTheWay.length > 0} />
        </Activity>
      ) : null}
      <div className="go">
        <button
          type="button"
          className="btn main"
          aria-disabled={!state.can || sending}
          title={state.why || undefined}
          onClick={go}
        >
          {label} <Key of="act.send" />
        </button>
        {decide}
      </div>
    </>
  )
}

/** The box of a playbook or a message that is loading. `height`: px. */
export const LoadingBox = ({ height }: { height: number }) => (
  <div className="play" style={{ height }}>
    <Bar width="70%" />
  </div>
)

const Loading = () => (
  <div role="status" aria-label="Loading the message">
    <LoadingBox height={170} />
  </div>
)

/** `share`: the held-out share of all accounts, 0–1. `anyway`: a reason was given to message this account nevertheless. */
function HeldOut({ share, anyway }: { share: number | undefined; anyway: boolean }) {
  return (
    <div className="note wait">
      <b>{anyway ? 'Held out, but messaged with a reason' : 'Held out'}</b>
      <p>
        {share ? `About ${percent(share)} of accounts stay` : 'Some accounts stay'} untreated, so that we can measure
        whether messages help.{' '}
        {anyway
          ? 'This account gets the message, and still counts as held out.'
          : 'Nothing is sent to this account. Recording it keeps the comparison fair.'}
      </p>
    </div>
  )
}
