import { type ButtonHTMLAttributes, createContext, type FormEvent, type ReactNode, useContext } from 'react'
import { toast } from './toast.tsx'

/** Why a form cannot be sent now: a sentence, and the `name` of the field that it is about. */
export interface FormLack {
  say: string
  field?: string
}

/** Nothing was typed that differs from what is saved. */
export const UNCHANGED: FormLack = { say: 'Nothing has changed' }

/** What is tested is what is saved. */
export const SAVE_FIRST: FormLack = { say: 'Save before testing' }

/** The form was sent already, and the answer is not there yet. */
export const STILL_SAVING: FormLack = { say: 'The last change is still being saved' }

/** The lack of a field that is empty, or only spaces. */
export const unlessTyped = (text: string, say: string, field: string): FormLack | null =>
  text.trim() === '' ? { say, field } : null

/** The first lack of a list: what a person is told of. */
export const firstLack = (...lacks: readonly (FormLack | null | false | undefined)[]): FormLack | null =>
  lacks.find((lack): lack is FormLack => Boolean(lack)) ?? null

/** Leads to the first field of that name, where it can take the focus. */
function leadTo(within: ParentNode, name: string): void {
  const field = [...within.querySelectorAll<HTMLElement>('[name]')].find(one => one.getAttribute('name') === name)
  if (!field) return
  // A field in a closed part cannot take the focus.
  for (let part = field.closest('details'); part; part = part.parentElement?.closest('details') ?? null)
    part.open = true
  field.focus()
}

/** Says what is missing, and leads to its field. `within`: where the field is, by default the whole page. */
export function tellLack({ say, field }: FormLack, within: ParentNode = document): void {
  toast(say)
  if (field !== undefined) leadTo(within, field)
}

const LackOf = createContext<FormLack | null>(null)

interface Props {
  className?: string
  label?: string | undefined
  /** Null where the form can be sent. */
  lack: FormLack | null
  /** `answer`: the value of the button, where a form has several. */
  onSend: (answer: string) => void
  children: ReactNode
}

/**
 * A form that always answers. Enter does nothing in a form whose button is disabled, and so looks broken; here the button
 * stays, and what is missing is said and has the focus.
 */
export function Form({ className, label, lack, onSend, children }: Props) {
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (lack === null) {
      const { submitter } = event.nativeEvent as SubmitEvent
      return onSend(submitter instanceof HTMLButtonElement ? submitter.value : '')
    }
    tellLack(lack, event.currentTarget)
  }
  return (
    // The browser's own check speaks the browser's language, and knows less.
    <form className={className} aria-label={label} noValidate onSubmit={onSubmit}>
      <LackOf value={lack}>{children}</LackOf>
    </form>
  )
}

/**
 * A button that sends its form. While something is missing it looks so, but can be pressed, and keeps the focus. Where the page knows
 * what is missing and the form does not, `aria-disabled` says so.
 */
export function SendButton({
  className = 'btn main',
  'aria-disabled': isDisabled,
  ...button
}: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'disabled'>) {
  const lacks = useContext(LackOf) !== null
  return <button {...button} type="submit" className={className} aria-disabled={isDisabled ?? lacks} />
}
