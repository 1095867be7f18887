import { Modal, type ModalProps } from '@mantine/core'
import { useEffect, useLayoutEffect, useState } from 'react'
import { useHeldKeys } from '../keys/held-keys.ts'

/** Long enough for a closed dialog to fade and to give the focus back, ms. */
const FADED_MS = 300

/**
 * A dialog that is only there while it is open. Mantine's is drawn again with all around it, closed as well, and half a
 * dozen closed ones took a tenth of the time of each key press.
 */
export function Dialog({ opened, ...rest }: ModalProps) {
  useHeldKeys(opened)
  const [stage, setStage] = useState<'away' | 'closed' | 'open'>('away')
  useLayoutEffect(() => {
    // Mantine notes where the focus was in the moment in which a dialog that is already there opens.
    if (opened) setStage(stage === 'away' ? 'closed' : 'open')
  }, [opened, stage])
  useEffect(() => {
    if (opened || stage === 'away') return
    const timer = setTimeout(() => setStage('away'), FADED_MS)
    return () => clearTimeout(timer)
  }, [opened, stage])
  if (stage === 'away') return null
  return <Modal transitionProps={{ duration: 80 }} {...rest} opened={opened && stage === 'open'} />
}
