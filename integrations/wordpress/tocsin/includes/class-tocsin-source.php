<?php
/**
 * Where the notice comes from, and what is kept of it.
 *
 * @package Tocsin
 */

declare( strict_types=1 );

defined( 'ABSPATH' ) || exit;

/**
 * Asks the status page at most every half minute, its signed copy when the page does not answer, and goes on with the
 * last notice when neither does. Silence is no good news: a notice goes away only when somebody says that it is over.
 */
final class Tocsin_Source {
	private const FRESH_S       = 30;
	private const BACK_OFF_S    = 60;
	private const TIMEOUT_S     = 2;
	private const BODY_MAX      = 65536;
	private const COPY_OLDEST_S = DAY_IN_SECONDS;

	/**
	 * @param Tocsin_Settings $settings Whom to ask.
	 * @param string          $language 'fr' or 'en'.
	 */
	public function __construct( private readonly Tocsin_Settings $settings, private readonly string $language ) {}

	/**
	 * The last thing that was said, asked anew when it is time.
	 *
	 * @return array{notice: ?Tocsin_Notice, heard: bool} `heard` is false while the page does not answer.
	 */
	public function latest(): array {
		if ( '' !== $this->settings->origin && false === get_transient( $this->waiting() ) ) {
			// Before asking: of a hundred visitors in the same second one asks.
			set_transient( $this->waiting(), 1, self::FRESH_S );
			$this->refresh();
		}
		return $this->remembered();
	}

	/** Asks now. Returns whether anybody who may be believed has answered. */
	public function refresh(): bool {
		$body = $this->from_origin();
		$from = null === $body ? 'copy' : 'origin';
		$body = $body ?? $this->from_copy();
		if ( null === $body ) {
			set_transient( $this->waiting(), 1, self::BACK_OFF_S );
			$kept = $this->kept();
			if ( $kept['heard'] ) {
				update_option( $this->name(), array( 'heard' => false ) + $kept );
			}
			return false;
		}
		$fresh = array(
			'body'  => $body,
			'heard' => 'origin' === $from,
		);
		if ( $fresh !== $this->kept() ) {
			update_option( $this->name(), $fresh );
		}
		return true;
	}

	/** @return array{notice: ?Tocsin_Notice, heard: bool} */
	private function remembered(): array {
		$kept   = $this->kept();
		$notice = Tocsin_Notice::read( json_decode( $kept['body'], true ) );
		return array(
			'notice' => false === $notice ? null : $notice,
			'heard'  => $kept['heard'],
		);
	}

	/** @return array{body: string, heard: bool} */
	private function kept(): array {
		$kept = get_option( $this->name(), array() );
		return array(
			'body'  => is_string( $kept['body'] ?? null ) ? $kept['body'] : 'null',
			'heard' => (bool) ( $kept['heard'] ?? true ),
		);
	}

	private function from_origin(): ?string {
		$body = $this->ask( $this->settings->origin . $this->path() );
		return null !== $body && $this->is_notice( $body ) ? $body : null;
	}

	/** The copy is on somebody else's host: it counts only when it is signed, and not older than a day. */
	private function from_copy(): ?string {
		if ( '' === $this->settings->copy || '' === $this->settings->public_key ) {
			return null;
		}
		$address   = $this->settings->copy . $this->path();
		$body      = $this->ask( $address );
		$signature = null === $body ? null : $this->ask( $address . '.sig' );
		if ( null === $body || null === $signature ) {
			return null;
		}
		if ( ! Tocsin_Signature::holds( $body, $signature, $this->settings->public_key ) ) {
			return null;
		}
		$notice = Tocsin_Notice::read( json_decode( $body, true ) );
		// An old copy that says nothing does not end what we know; and no news has no date.
		$is_recent = $notice instanceof Tocsin_Notice && time() - $notice->generated_at < self::COPY_OLDEST_S;
		return $is_recent ? $body : null;
	}

	/** @param string $body What was answered. */
	private function is_notice( string $body ): bool {
		if ( null === json_decode( $body, true ) && 'null' !== trim( $body ) ) {
			return false;
		}
		return false !== Tocsin_Notice::read( json_decode( $body, true ) );
	}

	/** @param string $address Whom to ask. WordPress refuses addresses inside the own network. */
	private function ask( string $address ): ?string {
		$answer = wp_safe_remote_get(
			$address,
			array(
				'timeout'             => self::TIMEOUT_S,
				'redirection'         => 0,
				'limit_response_size' => self::BODY_MAX,
				'user-agent'          => 'Tocsin for WordPress/' . TOCSIN_VERSION,
			)
		);
		return 200 === wp_remote_retrieve_response_code( $answer ) ? wp_remote_retrieve_body( $answer ) : null;
	}

	private function path(): string {
		return '/' . $this->language . '/banner.json';
	}

	private function name(): string {
		return 'tocsin_notice_' . $this->language;
	}

	private function waiting(): string {
		return 'tocsin_wait_' . $this->language;
	}
}
