import '@mantine/core/styles/Notification.css'
import '@mantine/notifications/styles.css'
import './toasts.css'
import { Notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { ignoreRestingPointer } from './resting-pointer.ts'

/** Where toasts appear. It is loaded after the first screen; what was said before is kept and shown then. */
export function Toasts() {
  useEffect(() => ignoreRestingPointer('.mantine-Notifications-root'), [])
  return <Notifications position="bottom-right" limit={3} transitionDuration={120} />
}
