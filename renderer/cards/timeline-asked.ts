import type { TimelineGroup } from '../../shared/desk/timeline.ts'
import type { Api } from '../api/client.tsx'
import { keepWhileSame } from '../api/keep-while-same.ts'

const PAGE = 100

/** What the timeline shows of an account: one kind of entry or all (null), those with `search` in them or all (''). */
export interface TimelineAsked {
  accountId: number
  only: TimelineGroup | null
  search: string
}

/** How it is asked, page by page, newest first. Another account's entries never stand in for its own. */
export const timelineOptions = (api: Api, { accountId, only, search }: TimelineAsked) =>
  api.account.timeline.infiniteOptions({
    input: (before: number | undefined) => ({
      id: accountId,
      limit: PAGE,
      only: only === null ? [] : [only],
      search,
      ...(before === undefined ? {} : { before }),
    }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: last => (last.entries.length < PAGE ? undefined : last.entries.at(-1)?.at),
    placeholderData: keepWhileSame({ id: accountId }, ['id']),
  })
