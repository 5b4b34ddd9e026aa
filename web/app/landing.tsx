import cup from '#web/sessions/upload/cup.jpg';
import { useSignIn } from '#web/sign-in/context.tsx';
import { useBegin } from '#web/sign-in/use-begin.tsx';
import { Button } from '#web/ui/button.tsx';
import { Icon, type IconName } from '#web/ui/icon.tsx';
import styles from './landing.module.css';
import model from './pictures/model.webp';

const steps: readonly (readonly [IconName, string, string])[] = [
  ['photo', 'Choose a photo', 'One that shows the object whole, in good light.'],
  ['pointer', 'Click the object', 'The page finds its outline; you correct it if need be.'],
  ['cube', 'Get the model', 'Turn it around here, and download it. A mail tells you when it is done.'],
];

/** What somebody sees who is not signed in. */
export function Landing() {
  const { begin, leaving, failure } = useBegin(useSignIn());
  return (
    <div className={styles.landing}>
      <h1 className={styles.title}>From one photo to a 3D model</h1>
      <p className={styles.lead}>
        Take a picture of a thing, click it, and get it as a model that you can turn and keep.
      </p>
      <Button kind="main" busy={leaving} onClick={begin} className={styles.start}>
        Sign in or create an account
      </Button>
      {failure}
      <div className={styles.pair}>
        <img src={cup} width={600} height={400} alt="A cup on its saucer, on a table" />
        <Icon name="arrow" size={32} />
        <img src={model} width={600} height={400} alt="The cup alone as a 3D model, from another side" />
      </div>
      <ol className={styles.steps}>
        {steps.map(([icon, title, text]) => (
          <li key={title} className={styles.step}>
            <span className={styles.icon}>
              <Icon name={icon} size={26} />
            </span>
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </div>
  );
}
