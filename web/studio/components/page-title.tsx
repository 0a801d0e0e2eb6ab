import { useEffect } from 'preact/hooks';

/** A page's heading, which is the browser tab's title, too. */
export function PageTitle({ children, id }: { children: string; id?: string }) {
  useEffect(() => {
    document.title = `${children} · Groundswell`;
  }, [children]);
  return (
    <h1 id={id} dir="auto">
      {children}
    </h1>
  );
}
