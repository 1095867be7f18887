import '@mantine/core/styles/Notification.css'
import '@mantine/notifications/styles.css'
import './toasts.css'
import { Notifications } from '@mantine/notifications'

/** Where toasts appear. It is loaded after the first screen; what was said before is kept and shown then. */
export const Toasts = () => <Notifications position="bottom-right" limit={3} transitionDuration={120} />
