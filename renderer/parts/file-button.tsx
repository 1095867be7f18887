import { useRef } from 'react'

interface Props {
  /** What the button shows. */
  text: string
  /** What it does, for a reader of screens; its hidden field is called the same with “: file” behind it. */
  label: string
  accept: string
  disabled?: boolean
  onFile: (file: File) => void
}

/** A button that opens the file dialog; the field itself cannot be styled, and is not shown. */
export function FileButton({ text, label, accept, disabled = false, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        className="btn small"
        aria-label={label}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        {text}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={`${label}: file`}
        accept={accept}
        onChange={event => {
          const file = event.currentTarget.files?.[0]
          // The same file may be chosen again once it was corrected.
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </>
  )
}
