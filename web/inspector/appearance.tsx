import { type ReactNode, useLayoutEffect } from 'react';

/** Cloudscape's class for dark mode. */
const darkClass = 'awsui-dark-mode';

/** Applies the page's theme to Cloudscape. */
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
