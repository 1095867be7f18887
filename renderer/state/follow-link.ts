import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useApi } from '../api/client.tsx'
import { toast, toastFailure, toastNoIssue } from '../parts/toast.tsx'
import { useAskedLink } from './link.ts'
import { go } from './route.ts'
import { useSelection } from './selection.ts'

const NOT_A_LINK = {
  kind: 'invalid',
  what: 'The link was not opened.',
  why: 'The link names neither an issue nor an account.',
  todo: 'Copy the link again with “Copy link” in Forestall.',
} as const

/** Shows what a link from outside leads to, or says why it does not. */
export function useLinks(): void {
  const asked = useAskedLink(state => state.asked)
  const follow = useMutation(
    useApi().queue.followLink.mutationOptions({
      onSuccess: ({ kind, id }) => go(kind === 'issue' ? 'queue' : 'account', id),
    }),
  )
  const { mutate } = follow
  useEffect(() => {
    if (!asked) return
    useAskedLink.setState({ asked: null })
    if (asked.link === null) toastFailure(NOT_A_LINK)
    else mutate({ link: asked.link })
  }, [asked, mutate])
}

/** Copies the link to something, or to the issue in view. */
export function useCopyLink(to?: { kind: 'issue' | 'account'; id: number }): () => void {
  const id = useSelection(state => state.id)
  const read = useMutation(
    useApi().queue.link.mutationOptions({
      onSuccess: async ({ link }) => {
        try {
          await navigator.clipboard.writeText(link)
          toast('Link copied')
        } catch {
          toast(link)
        }
      },
    }),
  )
  const meant = to ?? (id === null ? null : { kind: 'issue' as const, id })
  return () => (meant ? read.mutate(meant) : toastNoIssue())
}
