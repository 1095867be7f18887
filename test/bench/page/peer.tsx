import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { createRoot } from 'react-dom/client'

/** The peer of scrolling: react-virtual with rows of plain text, as high as ours and as many. */
const asked = new URLSearchParams(location.search)
const ROWS = Number(asked.get('rows'))
const HEIGHT = Number(asked.get('height'))

function Rows() {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: ROWS,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 8,
  })
  return (
    <div ref={scroller} style={{ height: '100vh', overflow: 'auto' }}>
      <ul className="rows-inner" style={{ height: virtual.getTotalSize(), position: 'relative', margin: 0 }}>
        {virtual.getVirtualItems().map(({ index, key, size, start }) => (
          <li key={key} style={{ position: 'absolute', height: size, transform: `translateY(${start}px)` }}>
            Company {index} · expected to open a ticket within 7 days · €{index % 977}
          </li>
        ))}
      </ul>
    </div>
  )
}

const root = document.getElementById('root')
if (root) createRoot(root).render(<Rows />)
