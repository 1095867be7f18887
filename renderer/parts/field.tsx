import type { InputHTMLAttributes, ReactNode } from 'react'

/** A label over its control. */
export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="field">
      <span>{label}</span>
      {children}
    </label>
  )
}

type TextProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> & {
  label: string
  onText: (text: string) => void
}

/** A labelled line of text. */
export function TextField({ label, onText, ...input }: TextProps) {
  return (
    <Field label={label}>
      <input className="in" {...input} onChange={event => onText(event.currentTarget.value)} />
    </Field>
  )
}
