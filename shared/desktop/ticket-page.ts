import { z } from 'zod'

/** Where a ticket is shown by its helpdesk. */
export const ticketPageSchema = z.object({ address: z.url(), source: z.string(), externalId: z.string() })
export type TicketPage = z.infer<typeof ticketPageSchema>
