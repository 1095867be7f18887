import { type ReactNode, useEffect, useId, useState } from 'react'
import { parseDuration } from '../../shared/trigger/duration.ts'

interface TypedProps {
  label: string
  value: string
  /** Reads the typed text into a change; null while the text makes no sense, which changes nothing. */
  read: (text: string) => (() => void) | null
  width?: number
  options?: readonly string[]
  placeholder?: string
  numeric?: boolean
}

/** A small field within a sentence. Typed text is kept as typed and takes effect as soon as it makes sense. */
export function Typed({ label, value, read, width = 64, options, placeholder, numeric }: TypedProps) {
  const [text, setText] = useState(value)
  const list = useId()
  useEffect(() => setText(value), [value])
  const bad = read(text) === null
  return (
    <>
      <input
        className={bad ? 'in bit bad' : 'in bit'}
        style={{ width }}
        aria-label={label}
        aria-invalid={bad}
        title={label}
        value={text}
        placeholder={placeholder}
        inputMode={numeric ? 'decimal' : undefined}
        list={options?.length ? list : undefined}
        onChange={event => {
          setText(event.currentTarget.value)
          read(event.currentTarget.value)?.()
        }}
        onBlur={() => bad && setText(value)}
      />
      {options?.length ? (
        <datalist id={list}>
          {options.map(option => (
            <option key={option} value={option} />
          ))}
        </datalist>
      ) : null}
    </>
  )
}

/** A duration such as `28d`. */
export function DurationBit(props: { label: string; value: string; onChange: (value: string) => void }) {
  const { label, value, onChange } = props
  return (
    <Typed
      label={label}
      value={value}
      width={54}
      placeholder="28d"
      read={text => (parseDuration(text) === null ? null : () => onChange(text.trim()))}
    />
  )
}

/** A number. */
export function NumberBit(props: {
  label: string
  value: number
  onChange: (value: number) => void
  least?: number
  whole?: boolean
  width?: number
}) {
  const { label, value, onChange, least = Number.NEGATIVE_INFINITY, whole = false, width = 62 } = props
  return (
    <Typed
      label={label}
      value={String(value)}
      width={width}
      numeric
      read={text => {
        const n = Number(text)
        const fits = text.trim() !== '' && Number.isFinite(n) && n >= least && (!whole || Number.isInteger(n))
        return fits ? () => onChange(n) : null
      }}
    />
  )
}

/** A word, with the known ones to choose from. */
export function WordBit(props: {
  label: string
  value: string
  options: readonly string[]
  onChange: (value: string) => void
  width?: number
}) {
  const { label, value, options, onChange, width } = props
  return (
    <Typed
      label={label}
      value={value}
      options={options}
      width={width ?? Math.min(180, Math.max(90, value.length * 7.5 + 30))}
      read={text => (text.trim() === '' ? null : () => onChange(text.trim()))}
    />
  )
}

/** A choice between a few words within a sentence. */
export function SelectBit<T extends string>(props: {
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  onChange: (value: T) => void
}) {
  return (
    <select
      className="in bit"
      aria-label={props.label}
      value={props.value}
      onChange={event => props.onChange(event.currentTarget.value as T)}
    >
      {props.options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  )
}

/** A line of a form: its label, and a sentence with fields in it. */
export const LabelRow = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="doing-row">
    <span className="doing-label">{label}</span>
    <span className="line-words">{children}</span>
  </div>
)
