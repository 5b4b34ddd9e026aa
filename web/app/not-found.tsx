import { Link } from 'wouter';

export function NotFound() {
  return (
    <>
      <h1>There is no such page</h1>
      <p>
        The link may be old or mistyped. <Link href="/">Go to your models</Link>
      </p>
    </>
  );
}
