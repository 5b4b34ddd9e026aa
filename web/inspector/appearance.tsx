import { type ReactNode, useLayoutEffect } from 'react';

/** The component library's own mark of dark colours. */
const darkClass = 'awsui-dark-mode';

/** Gives the component library the colours that the page has. */
export function Appearance({ children }: { children: ReactNode }) {
  useLayoutEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      const { theme } = document.documentElement.dataset;
      document.body.classList.toggle(darkClass, theme === undefined ? dark.matches : theme === 'dark');
    };
    const chosen = new MutationObserver(apply);
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    dark.addEventListener('change', apply);
    apply();
    return () => {
      chosen.disconnect();
      dark.removeEventListener('change', apply);
      document.body.classList.remove(darkClass);
    };
  }, []);
  return children;
}
