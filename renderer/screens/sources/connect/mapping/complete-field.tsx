import type { Complete } from '../../../../../shared/source/complete.ts'

interface Props {
  name: string
  complete: Complete | undefined
  /** Why this stream cannot be complete; null where it can. */
  obstacle: string | null
  onChange: (complete: Complete | undefined) => void
}

const MOST = 0.2

/** Whether what a full reading no longer has is gone, and how much may go at once before a person is asked. */
export function CompleteField({ name, complete, obstacle, onChange }: Props) {
  const { most = MOST, ...rest } = complete ?? {}
  return (
    <div className="row-also map-complete">
      <label className="file-name">
        <input
          type="checkbox"
          checked={complete !== undefined}
          disabled={obstacle !== null && complete === undefined}
          onChange={event => onChange(event.currentTarget.checked ? { most: MOST } : undefined)}
        />
        This stream is complete: a record that a full reading no longer has is gone
      </label>
      {complete === undefined ? null : (
        <label className="file-name">
          <small>ask before more than</small>
          <input
            className="in"
            type="number"
            min={0}
            max={100}
            value={Math.round(most * 100)}
            aria-label={`Share of ${name} that may go at once, in percent`}
            onChange={event => {
              const share = Number(event.currentTarget.value) / 100
              if (share >= 0 && share <= 1) onChange({ ...rest, most: share })
            }}
          />
          <small>% go at once</small>
        </label>
      )}
      {obstacle === null ? null : <small className="quiet">{obstacle}</small>}
    </div>
  )
}
