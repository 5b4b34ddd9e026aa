import { Link } from 'wouter';

export function NotFound() {
  return (
    <>
      <h1>Page not found</h1>
      <p>
        The link may be out of date or mistyped. <Link href="/">Go to your models</Link>
      </p>
    </>
  );
}
