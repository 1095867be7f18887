import { useState } from 'react'
import type { Period } from '../../../shared/period.ts'
import { REPORT_FORMATS, type ReportFormat } from '../../../shared/review/report.ts'
import { useEngine } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { saveText } from '../../desktop/save-file.ts'
import { ChoiceMenu } from '../../parts/over/choice-menu.tsx'
import { toast, toastFailure } from '../../parts/toast.tsx'

const FORMATS: Record<ReportFormat, { label: string; detail: string; type: string }> = {
  html: { label: 'HTML', detail: 'To read and to print; holds its data', type: 'text/html' },
  csv: { label: 'CSV', detail: 'The starts, one in each row', type: 'text/csv' },
  json: { label: 'JSON', detail: 'Everything, for other programs', type: 'application/json' },
}

/** Exports the review of a period as one file, as `forestall report` does. */
export function ExportReport({ range }: { range: Period }) {
  const { client } = useEngine()
  const [opened, setOpened] = useState(false)
  const [names, setNames] = useState(false)
  const [writing, setWriting] = useState(false)
  const write = async (format: ReportFormat) => {
    setWriting(true)
    try {
      const text = await client.review.report({ ...range, format, names })
      const name = await saveText(`forestall-review.${format}`, text, FORMATS[format].type)
      if (name === null) return
      toast(`Exported as ${name}. ${names ? 'It names accounts and people.' : 'Accounts and people are pseudonyms.'}`)
    } catch (error) {
      toastFailure(failureOf(error))
    } finally {
      setWriting(false)
    }
  }
  return (
    <ChoiceMenu
      opened={opened}
      title="Export report"
      onClose={() => setOpened(false)}
      choices={REPORT_FORMATS.map(format => ({
        key: format,
        label: FORMATS[format].label,
        detail: FORMATS[format].detail,
        run: () => void write(format),
      }))}
      extra={
        <label className="export-names">
          <input type="checkbox" checked={names} onChange={event => setNames(event.currentTarget.checked)} />
          Name accounts and people
        </label>
      }
    >
      <button
        type="button"
        className="pill"
        disabled={writing}
        aria-haspopup="dialog"
        onClick={() => setOpened(!opened)}
      >
        {writing ? 'Exporting …' : 'Export report'}
      </button>
    </ChoiceMenu>
  )
}
