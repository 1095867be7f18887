import { useEngine } from '../api/client.tsx'
import { failureOf } from '../api/errors.ts'
import { toast, toastFailure, toastNoIssue } from '../parts/toast.tsx'

/**
 * Opens the newest ticket of an account in its helpdesk, in the system's browser. The engine gives the address out, and
 * vouches for it when the window asks before it hands it on.
 */
export function useOpenTicket(accountId: number | null): () => void {
  const { client } = useEngine()
  const open = async () => {
    if (accountId === null) return toastNoIssue()
    try {
      const page = await client.queue.ticketPage({ accountId })
      if (!page) return toast('No connected helpdesk can show a ticket of this account')
      window.open(page.address, '_blank', 'noopener,noreferrer')
      toast(`Ticket ${page.externalId} is opened in ${page.source}`)
    } catch (error) {
      toastFailure(failureOf(error))
    }
  }
  return () => void open()
}
